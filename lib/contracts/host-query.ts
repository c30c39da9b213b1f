import { z } from 'zod';
import { Text } from '@/lib/contracts/text';
import { Time } from '@/lib/contracts/time';
import {
  DEFAULT_LIMIT,
  FEW_WORDS,
  HOST_SORTS,
  type HostQuery,
  MAX_CURSOR_CHARS,
  MAX_LIMIT,
  MAX_VALUE_CHARS,
  MAX_VALUES,
  ruleText,
  SCREEN_SORT,
  SORT_ORDERS,
} from '@/lib/contracts/words/host-query';
import {
  asksForTooManyWords,
  type FilterValues,
  HOST_FILTER_WORDS,
  HOST_WORDS,
  type HostFilter,
  type HostWord,
} from '@/lib/domain/host-filter';
import { SELECTED_HOSTS_AT_MOST } from '@/lib/domain/selection';

/** Each word of the texts of `q` is a condition for the database. */
export function refuseManyWords(texts: FilterValues, context: z.RefinementCtx): void {
  if (asksForTooManyWords(texts))
    context.addIssue({ code: 'custom', message: `must be ${ruleText(FEW_WORDS)}` });
}

function valuesInput(word: HostWord) {
  const { values } = HOST_WORDS[word];
  const value = z.array(values === null ? Text.max(MAX_VALUE_CHARS) : z.enum(values)).max(MAX_VALUES);
  const chosen = z.strictObject({ include: value, exclude: value });
  return (word === 'q' ? chosen.superRefine(refuseManyWords) : chosen).optional();
}

export const HostFilterInput = z.strictObject(
  Object.fromEntries(HOST_FILTER_WORDS.map((word) => [word, valuesInput(word)])),
  // Sound: each word is read by the values that it has.
) as z.ZodType<HostFilter, HostFilter>;

export const AtInput = Time.nullable().default(null);

export const HostQueryInput = z.strictObject({
  filter: HostFilterInput.default({}),
  at: AtInput,
  sort: z.enum(HOST_SORTS).default(SCREEN_SORT),
  order: z.enum(SORT_ORDERS).default('asc'),
  limit: z.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string().max(MAX_CURSOR_CHARS).nullable().default(null),
}) satisfies z.ZodType<HostQuery>;
export type HostQueryInput = z.input<typeof HostQueryInput>;

export const ListHostsInput = HostQueryInput.extend({
  /** Whether to return a digest of the matching hosts, for a verb on all of them. */
  digest: z.boolean().default(false),
  /** A screen reloads its single page; a program continues with the fleet as it was on its first page. */
  isWatched: z.boolean().default(true),
});

export const GetHostInput = z.strictObject({ id: z.string(), at: AtInput });
export type GetHostInput = z.output<typeof GetHostInput>;

/** A host, and the list in which its neighbours are searched. */
export const HostNeighboursInput = HostQueryInput.omit({ limit: true, cursor: true }).extend({
  id: z.string(),
});

export const HostLifeInput = z.strictObject({ id: z.string() });

export const FleetQuestionInput = HostQueryInput.pick({ filter: true, at: true });

/** The same of named hosts alone, where some are named. */
export const NamedHostsInput = FleetQuestionInput.extend({
  hosts: z.array(z.uuid()).min(1).max(SELECTED_HOSTS_AT_MOST).optional(),
});

/** `at`: as it stood then. `from` and `to` only narrow it. */
export const TimelineInput = z.strictObject({ id: z.string(), from: AtInput, to: AtInput, at: AtInput });
export type TimelineInput = z.output<typeof TimelineInput>;
