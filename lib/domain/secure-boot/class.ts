/** What hosts of one class have in common: as far as is known, they measure the same when they are started alike. */
export type BootClass = { model: string | null; firmwareVersion: string | null; osVersion: string | null };

/** A word of a filter holds so much. */
export const MOST_CLASS_CHARS = 900;

const NOT_KNOWN = '?';

/** The class as one word, by which hosts are asked for. PostgreSQL counts characters, not code units. */
export const bootClassOf = ({ model, firmwareVersion, osVersion }: BootClass): string =>
  [...[model, firmwareVersion, osVersion].map((part) => part ?? NOT_KNOWN).join(' / ')]
    .slice(0, MOST_CLASS_CHARS)
    .join('');
