import type { CatalogueEntry } from '@/lib/contracts/catalogue';
import type { AttestationMode } from '@/lib/domain/vocabulary';

/** What the ranking says of a cause out of the catalogue. */
export type FixHint = {
  /** Null where the catalogue says one thing for one attestation mode and another for the next. */
  title: string | null;
  /** `some`: only the fix for these modes restarts the host. */
  restart: { need: 'always' } | { need: 'never' } | { need: 'some'; modes: AttestationMode[] };
};
export type FixHints = Readonly<Record<string, FixHint>>;

const restarts = ({ steps }: CatalogueEntry) => steps.some(({ restart }) => restart);

function hintOf(entries: readonly CatalogueEntry[]): FixHint {
  const titles = new Set(entries.map(({ title }) => title));
  const [title = null] = titles.size === 1 ? titles : [];
  if (entries.every(restarts)) return { title, restart: { need: 'always' } };
  const modes = entries.filter(restarts).flatMap((entry) => entry.modes ?? []);
  return { title, restart: modes.length === 0 ? { need: 'never' } : { need: 'some', modes } };
}

export function fixHints(catalogue: readonly CatalogueEntry[]): FixHints {
  const causes = catalogue.filter(({ kind }) => kind !== 'prerequisite');
  const keys = new Set(causes.map(({ key }) => key));
  return Object.fromEntries(
    [...keys].map((name) => [name, hintOf(causes.filter(({ key }) => key === name))]),
  );
}

/** Hosts name what they like, also what every object has by itself. */
export function hintFor(hints: FixHints, cause: string): FixHint | undefined {
  return Object.hasOwn(hints, cause) ? hints[cause] : undefined;
}
