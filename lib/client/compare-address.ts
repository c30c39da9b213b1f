import { type PageParameters, parametersOf } from '@/lib/client/host-question';
import { type CompareQuery, formatCompareWords, parseCompareWords } from '@/lib/contracts/words/compare';
import {
  alsoKnown,
  type ExportFormat,
  type HostQueryProblem,
  parseTimeParameter,
  refusedValue,
  YES_OR_NO,
} from '@/lib/contracts/words/host-query';
import { DAY_MS, MINUTE_MS } from '@/lib/util/durations';

type Narrowing = Pick<CompareQuery, 'fabric' | 'q' | 'cluster' | 'fact'>;

export type Comparison = Narrowing & {
  from: Date;
  /** Null: now. */
  to: Date | null;
  /** Hosts that changed alike are one entry; where it is left out they are. */
  isGrouped?: boolean;
  cursor: string | null;
};

type Asked = Omit<Comparison, 'from'> & { from: Date | null };

const PATH = '/changes/compare';

/** A comparison without its first time begins a day before now. */
export function compareAddress({ from, to, isGrouped = true, cursor, ...narrowing }: Asked): string {
  const parameters = new URLSearchParams();
  if (from !== null) parameters.append('from', from.toISOString());
  if (to !== null) parameters.append('to', to.toISOString());
  for (const [word, value] of formatCompareWords(narrowing)) parameters.append(word, value);
  if (!isGrouped) parameters.append('grouped', 'false');
  if (cursor !== null) parameters.append('cursor', cursor);
  const query = parameters.toString();
  return query === '' ? PATH : `${PATH}?${query}`;
}

/** What the page opens on: the last 24 hours, to the minute. */
export const dayBefore = (nowMs: number): Date =>
  new Date(Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - DAY_MS);

type Reading = { ok: true; comparison: Asked } | HostQueryProblem;

export function readComparison(parameters: PageParameters): Reading {
  // The time of the other pages goes along, and is none of the two.
  const { from, to, grouped = 'true', at: _, ...others } = parameters;
  const reading = parseCompareWords(parametersOf(others), ['fabric', 'cursor']);
  if (!reading.ok) return alsoKnown(reading, ['from', 'to', 'grouped']);
  if (!YES_OR_NO.some((known) => known === grouped))
    return refusedValue('grouped', [grouped].flat().join(' '), YES_OR_NO);
  const { limit: __, ...query } = reading.query;
  const times: (Date | null)[] = [];
  for (const [word, text] of [
    ['from', from],
    ['to', to],
  ] as const) {
    const time = text === undefined ? null : parseTimeParameter(word, [text].flat().join(' '));
    if (time !== null && !time.ok) return time;
    times.push(time?.time ?? null);
  }
  const [earlier = null, later = null] = times;
  return { ok: true, comparison: { ...query, from: earlier, to: later, isGrouped: grouped === 'true' } };
}

const asked = ({ from, to, fabric, q, cluster, fact }: Comparison) => ({
  from: from.toISOString(),
  to: to?.toISOString() ?? null,
  ...{ fabric, q, cluster, fact },
});

/** What is asked for the page. */
export const compareInput = (comparison: Comparison) => ({
  ...asked(comparison),
  isGrouped: comparison.isGrouped ?? true,
  cursor: comparison.cursor,
});

/** What is asked for its hosts one by one. */
export const changelogInput = (comparison: Comparison) => ({
  ...asked(comparison),
  cursor: comparison.cursor,
});

/** The file of all hosts that the page shows on its pages. */
export function compareExportAddress(
  { from, to, ...narrowing }: Comparison,
  { format, lang }: { format: ExportFormat; lang: string },
): string {
  const parameters = new URLSearchParams({ format, lang, from: from.toISOString() });
  if (to !== null) parameters.append('to', to.toISOString());
  for (const [word, value] of formatCompareWords(narrowing)) parameters.append(word, value);
  return `/api/v1/changelog/export?${parameters}`;
}
