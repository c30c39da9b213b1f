import { type PageParameters, parametersOf, questionInput } from '@/lib/client/host-question';
import {
  type ChangeQuery,
  type ChangeQueryReading,
  defaultChangeQuery,
  formatChangeQuery,
  parseChangeQuery,
} from '@/lib/contracts/words/changes';
import type { ExportFormat } from '@/lib/contracts/words/host-query';
import { DAY_MS } from '@/lib/util/durations';

export function parseChangesPage(parameters: PageParameters): ChangeQueryReading {
  return parseChangeQuery(parametersOf(parameters));
}

export function changesAddress(query: Partial<ChangeQuery> = {}): string {
  const text = formatChangeQuery(query).toString();
  return text === '' ? '/changes' : `/changes?${text}`;
}

/** What most look for: older changes are a choice of the page. */
export const LAST_DAY = changesAddress({ within: '24h' });

/** Procedures take times as text. */
export function feedInput({ filter, within, since, until, at, limit, cursor }: ChangeQuery) {
  const textOf = (time: Date | null) => time?.toISOString() ?? null;
  return { filter, within, since: textOf(since), until: textOf(until), at: textOf(at), limit, cursor };
}

/** Asks how many changes the file has. */
export function countInput(query: ChangeQuery) {
  const { limit: _, cursor: __, ...asked } = feedInput(query);
  return asked;
}

/** The same question narrowed to one cluster or one cause, from its first page on. */
export function narrowedTo(query: ChangeQuery, word: 'cluster' | 'cause', value: string): ChangeQuery {
  const filter = { ...query.filter, [word]: { include: [value], exclude: [] } };
  return { ...query, filter, cursor: null };
}

/** Everything of the frame, which the fabric and the time are. */
export function unfilteredChanges({ filter: { fabric }, at }: ChangeQuery): Partial<ChangeQuery> {
  return { filter: fabric ? { fabric } : {}, at };
}

/** Whether this is the first page of all that happened, or of the last of it: what is open still belongs there. */
export const isOnlyFramed = ({ within, ...query }: ChangeQuery): boolean =>
  changesAddress({ ...query, within: null }) === changesAddress(unfilteredChanges({ ...query, within }));

/** The hosts whose clusters and causes can be chosen. */
export const placesInput = ({ filter: { fabric }, at }: ChangeQuery) =>
  questionInput({ filter: fabric ? { fabric } : {}, at });

/** Which time the summary sums up: 24 hours where no begin is chosen. */
export function summarizedSpan({ within, since, until }: ChangeQuery) {
  if (until !== null) return since === null && within === null ? 'untilDay' : 'chosen';
  return since === null ? (within ?? '24h') : 'chosen';
}

/** The changes that the summary sums up: of any kind, and within its time. */
export function summarizedChanges(query: ChangeQuery): ChangeQuery {
  const { kind: _, ...filter } = query.filter;
  const { until, since, within } = query;
  const span = summarizedSpan(query);
  return {
    ...query,
    filter,
    since: span === 'untilDay' && until !== null ? new Date(until.getTime() - DAY_MS) : since,
    within: span === '24h' ? span : within,
    cursor: null,
  };
}

/** All of the same fabrics from a time on. */
export function changesOfSince(query: ChangeQuery, since: Date): ChangeQuery {
  return { ...defaultChangeQuery(), ...unfilteredChanges(query), since };
}

/** Asks what happened since a time, in sum. */
export const sinceInput = ({ filter: { fabric } }: ChangeQuery, since: string) => ({
  filter: fabric ? { fabric } : {},
  since,
});

/** Asks for the sums of what the filters leave, whatever the kind: by default of the 24 hours before the time looked at. */
export function summaryInput(query: ChangeQuery) {
  const { filter, ...times } = countInput(query);
  const { kind: _, ...words } = filter;
  return { filter: words, ...times };
}

/** The file of exactly what the filters show: all its pages. */
export function changesExportAddress(
  { limit: _, cursor: __, ...asked }: ChangeQuery,
  { format, lang }: { format: ExportFormat; lang: 'en' | 'fr' },
): string {
  const parameters = new URLSearchParams({ format, lang });
  for (const [word, value] of formatChangeQuery(asked)) parameters.append(word, value);
  return `/api/v1/changes/export?${parameters}`;
}
