/** The common facts of the hosts of a class: as far as is known, they measure the same when they start alike. */
export type BootClass = { model: string | null; firmwareVersion: string | null; osVersion: string | null };

/** The longest word of a filter. */
export const MOST_CLASS_CHARS = 900;

const NOT_KNOWN = '?';

/** The class as one filter word. It is cut by characters, not code units, because PostgreSQL counts these. */
export const bootClassOf = ({ model, firmwareVersion, osVersion }: BootClass): string =>
  [...[model, firmwareVersion, osVersion].map((part) => part ?? NOT_KNOWN).join(' / ')]
    .slice(0, MOST_CLASS_CHARS)
    .join('');
