import { type PageParameters, parametersOf } from '@/lib/client/host-question';
import {
  type ChangeQuery,
  type ChangeQueryReading,
  formatChangeQuery,
  parseChangeQuery,
} from '@/lib/contracts/words/changes';

export function parseChangesPage(parameters: PageParameters): ChangeQueryReading {
  return parseChangeQuery(parametersOf(parameters));
}

export function changesAddress(query: Partial<ChangeQuery> = {}): string {
  const text = formatChangeQuery(query).toString();
  return text === '' ? '/changes' : `/changes?${text}`;
}

/** Procedures take times as text. */
export function feedInput({ filter, since, until, at, limit, cursor }: ChangeQuery) {
  const textOf = (time: Date | null) => time?.toISOString() ?? null;
  return { filter, since: textOf(since), until: textOf(until), at: textOf(at), limit, cursor };
}
