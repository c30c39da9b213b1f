import { type PageParameters, parametersOf } from '@/lib/client/host-question';
import { parseChangeQuery } from '@/lib/contracts/words/changes';
import {
  formatFilterValue,
  type HostQueryProblem,
  parseTimeParameter,
} from '@/lib/contracts/words/host-query';
import type { FilterValues } from '@/lib/domain/host-filter';

export type Comparison = {
  from: Date;
  /** Null: now. */
  to: Date | null;
  fabric: FilterValues | undefined;
  cursor: string | null;
};

type Asked = Omit<Comparison, 'from'> & { from: Date | null };

/** A comparison without its first time asks nothing yet. */
export function compareAddress({ from, to, fabric, cursor }: Asked): string {
  const parameters = new URLSearchParams();
  if (from !== null) parameters.append('from', from.toISOString());
  if (to !== null) parameters.append('to', to.toISOString());
  for (const value of fabric?.include ?? []) parameters.append('fabric', formatFilterValue(value));
  for (const value of fabric?.exclude ?? []) parameters.append('fabric', formatFilterValue(value, true));
  if (cursor !== null) parameters.append('cursor', cursor);
  const query = parameters.toString();
  return query === '' ? '/changes/compare' : `/changes/compare?${query}`;
}

type Reading =
  | { ok: true; comparison: Comparison | null; fabric: FilterValues | undefined }
  | HostQueryProblem;

/** Nothing is asked while `from` is missing. */
export function readComparison(parameters: PageParameters): Reading {
  // The time of the other pages goes along, and is none of the two.
  const { from, to, at: _, ...others } = parameters;
  const reading = parseChangeQuery(parametersOf(others), ['fabric', 'cursor']);
  if (!reading.ok) return reading;
  const { cursor } = reading.query;
  const { fabric } = reading.query.filter;
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
  const comparison = earlier === null ? null : { from: earlier, to: later, fabric, cursor };
  return { ok: true, comparison, fabric };
}

export function compareInput({ from, to, fabric, cursor }: Comparison) {
  return { from: from.toISOString(), to: to?.toISOString() ?? null, fabric, cursor };
}
