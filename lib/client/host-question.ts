import {
  type HostQuery,
  type HostQueryProblem,
  parseTimeParameter,
  unknownParameter,
} from '@/lib/contracts/words/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';

/** What a screen asks about: which hosts, and when. */
export type HostQuestion = Pick<HostQuery, 'filter' | 'at'>;

export type PageParameters = Record<string, string | string[] | undefined>;

/** Next hands an address over as a record; repeated words are arrays there. */
export function parametersOf(parameters: PageParameters): [string, string][] {
  return Object.entries(parameters).flatMap(([word, value]) =>
    [value ?? []].flat().map((text) => [word, text] as [string, string]),
  );
}

/** The first word of an address that its page does not read, or a time of it that is none: ignored, they would be believed to be answered. */
export function mistakenWord(
  parameters: PageParameters,
  known: readonly string[],
): HostQueryProblem | undefined {
  const parameter = Object.keys(parameters).find((word) => !known.includes(word));
  if (parameter !== undefined) return unknownParameter(parameter, known);
  for (const at of [parameters.at ?? []].flat()) {
    const reading = parseTimeParameter('at', at);
    if (!reading.ok) return reading;
  }
  return undefined;
}

/** What every address may say, since every link keeps it: see lib/client/scope.ts. */
export const FRAME_WORDS = ['fabric', 'at'] as const;

/** Procedures take times as text. */
export function questionInput({ filter, at }: HostQuestion) {
  return { filter, at: at?.toISOString() ?? null };
}

export function listInput({ sort, order, limit, cursor, ...question }: HostQuery) {
  return { ...questionInput(question), sort, order, limit, cursor };
}

type Word = keyof HostFilter;
type ValueOf<W extends Word> = NonNullable<HostFilter[W]>['include'][number];

/**
 * The same question narrowed to one value of one word, as the links of figures ask it. Of a word of which a host
 * has one value; a value that the question leaves out, and so counts as 0, has no rows. The fabric has two names.
 */
export function narrowed<W extends Word>(
  { filter, at }: HostQuestion,
  word: W,
  value: ValueOf<W>,
): HostQuestion {
  const { include = [], exclude = [] }: { include?: string[]; exclude?: string[] } = filter[word] ?? {};
  const isLeftOut = word !== 'fabric' && include.length > 0 && !include.includes(value);
  const excluded = isLeftOut ? [...exclude, value] : exclude;
  return { filter: { ...filter, [word]: { include: [value], exclude: excluded } }, at };
}

/** The same question without some values of one word. */
export function without<W extends Word>(
  { filter, at }: HostQuestion,
  word: W,
  ...values: ValueOf<W>[]
): HostQuestion {
  const { include = [], exclude = [] }: { include?: string[]; exclude?: string[] } = filter[word] ?? {};
  const excluded = [...new Set([...exclude, ...values])];
  return { filter: { ...filter, [word]: { include, exclude: excluded } }, at };
}

/** The whole fleet of the frame, now: whether there is anything to ask about. */
export function everythingNow(question: HostQuestion): HostQuestion {
  return { ...unfiltered(question), at: null };
}

/** The same question without its filters; the fabric stays, since it is the frame and not a filter. */
export function unfiltered({ filter, at }: HostQuestion): HostQuestion {
  return { filter: filter.fabric ? { fabric: filter.fabric } : {}, at };
}
