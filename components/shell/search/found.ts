import type { SEARCH_KINDS } from '@/lib/contracts/words/search';
import { MATCHES, type Match, matchOf } from '@/lib/domain/search';
import type { AttestationStatus, State } from '@/lib/domain/vocabulary';

/** The groups of results, in the order in which equal matches are shown. */
export type FoundKind = 'recent' | (typeof SEARCH_KINDS)[number] | 'state' | 'page' | 'action';

/** One result: it leads somewhere, or does something here. */
export type Found = {
  key: string;
  kind: FoundKind;
  match: Match;
  label: string;
  detail: string;
  /** What it is shown with, of a host. */
  state?: { state: State; lastStatus: AttestationStatus | null };
  to: string | (() => void);
};

/** Whether the person may come back to it: what is done is not a place. */
export const isPlace = ({ kind, to }: Found): boolean => typeof to === 'string' && kind !== 'action';

export type FoundGroup = { kind: FoundKind; found: Found[] };

/**
 * What the server finds and what the console has of its own, where equal matches stay in this order: whoever types the first
 * letters of a page or of an action goes there, whatever else begins with them. Changes, of which there are always some, come last.
 */
export function namedFirst(text: string, hits: readonly Found[], local: readonly Found[]): Found[] {
  const isNamed = ({ label, match }: Found) => match === 'prefix' && matchOf(label, text) === 'prefix';
  const isChange = ({ kind }: Found) => kind === 'change';
  return [
    ...local.filter(isNamed),
    ...hits.filter((hit) => !isChange(hit)),
    ...local.filter((one) => !isNamed(one)),
    ...hits.filter(isChange),
  ];
}

/**
 * Results under their kinds. The kind with the best match comes first and its best match first in it, so that the first
 * of all is the best hit; equal matches keep their order.
 */
export function groupsOf(found: readonly Found[]): FoundGroup[] {
  const sorted = found.toSorted((a, b) => MATCHES.indexOf(a.match) - MATCHES.indexOf(b.match));
  const kinds = [...new Set(sorted.map(({ kind }) => kind))];
  return kinds.map((kind) => ({ kind, found: sorted.filter((one) => one.kind === kind) }));
}

/** Where an arrow leads from a result, round the end; from none, to the first or the last. */
export function keyBeside(found: readonly Found[], key: string | null, step: 1 | -1): string | null {
  const place = found.findIndex((one) => one.key === key);
  const next =
    place === -1 ? (step === 1 ? 0 : found.length - 1) : (place + step + found.length) % found.length;
  return found[next]?.key ?? null;
}
