import { z } from 'zod';
import {
  AtInput,
  DEFAULT_LIMIT,
  formatFilterValue,
  type HostQueryProblem,
  MAX_LIMIT,
  parseTimeParameter,
  readFilterValue,
  refusedValue,
  ruleOfValue,
} from '@/lib/contracts/host-query';
import { Text } from '@/lib/contracts/text';
import { CHANGE_KINDS, type ChangeKind } from '@/lib/domain/changes';
import type { FilterValues } from '@/lib/domain/host-filter';
import { COMPLIANCE, STATES } from '@/lib/domain/vocabulary';
import { TRAITS } from '@/lib/domain/waves';

export type ChangeFilter = { fabric?: FilterValues; kind?: FilterValues<ChangeKind> };

export type ChangeQuery = {
  filter: ChangeFilter;
  /** From this time on, and before that one. */
  since: Date | null;
  until: Date | null;
  /** Null: now. */
  at: Date | null;
  limit: number;
  cursor: string | null;
};

const values = <T extends z.ZodType<string>>(value: T) =>
  z.strictObject({ include: z.array(value).max(1000), exclude: z.array(value).max(1000) }).optional();

export const ChangeQueryInput = z.strictObject({
  filter: z.strictObject({ fabric: values(Text.max(1000)), kind: values(z.enum(CHANGE_KINDS)) }).default({}),
  since: AtInput,
  until: AtInput,
  at: AtInput,
  limit: z.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string().max(4000).nullable().default(null),
}) satisfies z.ZodType<ChangeQuery>;

export const defaultChangeQuery = (): ChangeQuery => ({
  filter: {},
  since: null,
  until: null,
  at: null,
  limit: DEFAULT_LIMIT,
  cursor: null,
});

export const CHANGE_WORDS = ['fabric', 'kind', 'since', 'until', 'at', 'limit', 'cursor'] as const;
type Word = (typeof CHANGE_WORDS)[number];

export type ChangeQueryReading = { ok: true; query: ChangeQuery } | HostQueryProblem;

const invalid = (parameter: string, rule: string): HostQueryProblem => ({
  ok: false,
  code: 'invalid_value',
  parameter,
  message: `The parameter "${parameter}" must be ${rule}.`,
});

function add<V extends string>(values: FilterValues<V> | undefined, value: V, isExcluded: boolean) {
  const entry = values ?? { include: [], exclude: [] };
  return isExcluded
    ? { ...entry, exclude: [...entry.exclude, value] }
    : { ...entry, include: [...entry.include, value] };
}

/** Puts one word of an address into `query`, or says what is wrong with it. */
function readWord(query: ChangeQuery, word: Word, text: string): HostQueryProblem | null {
  switch (word) {
    case 'fabric': {
      const { isExcluded, value } = readFilterValue(text);
      const rule = ruleOfValue(text);
      if (rule !== null) return invalid(word, rule);
      query.filter.fabric = add(query.filter.fabric, value, isExcluded);
      return null;
    }
    case 'kind': {
      const { isExcluded, value } = readFilterValue(text);
      const kind = CHANGE_KINDS.find((known) => known === value);
      if (kind === undefined) return refusedValue(word, text, CHANGE_KINDS);
      query.filter.kind = add(query.filter.kind, kind, isExcluded);
      return null;
    }
    case 'limit': {
      const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
      if (limit < 1 || limit > MAX_LIMIT) return invalid(word, `a whole number from 1 to ${MAX_LIMIT}`);
      query.limit = limit;
      return null;
    }
    case 'cursor':
      query.cursor = text;
      return null;
    default: {
      const reading = parseTimeParameter(word, text);
      if (!reading.ok) return reading;
      query[word] = reading.time;
      return null;
    }
  }
}

/** The words of a question about changes. `fabric` and `kind` may be repeated: that is OR, and a leading `-` is "is not". */
export function parseChangeQuery(
  parameters: Iterable<readonly [string, string]>,
  words: readonly Word[] = CHANGE_WORDS,
): ChangeQueryReading {
  const query = defaultChangeQuery();
  const seen = new Set<string>();
  for (const [parameter, text] of parameters) {
    const word = words.find((known) => known === parameter);
    if (word === undefined)
      return {
        ok: false,
        code: 'unknown_parameter',
        parameter,
        message: `The parameter "${parameter}" is not known here. Known are ${words.join(', ')}.`,
      };
    if (seen.has(word) && word !== 'fabric' && word !== 'kind') return invalid(word, 'given once');
    seen.add(word);
    const problem = readWord(query, word, text);
    if (problem !== null) return problem;
  }
  const { since, until } = query;
  if (since !== null && until !== null && since > until) return invalid('since', 'no later than "until"');
  return { ok: true, query };
}

/** The same words back, in one order and without defaults. */
export function formatChangeQuery(query: Partial<ChangeQuery>): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const word of ['fabric', 'kind'] as const) {
    const chosen: FilterValues | undefined = query.filter?.[word];
    for (const value of chosen?.include ?? []) parameters.append(word, formatFilterValue(value));
    for (const value of chosen?.exclude ?? []) parameters.append(word, formatFilterValue(value, true));
  }
  for (const word of ['since', 'until', 'at'] as const) {
    const time = query[word];
    if (time) parameters.append(word, time.toISOString());
  }
  if (query.limit && query.limit !== DEFAULT_LIMIT) parameters.append('limit', String(query.limit));
  if (query.cursor) parameters.append('cursor', query.cursor);
  return parameters;
}

export const ChangeRow = z.object({
  id: z.string(),
  /** When it happened. */
  at: z.string(),
  /** When this server came to know it. */
  recordedAt: z.string(),
  /** One of the kinds above; more may come. */
  kind: z.string(),
  hostId: z.string(),
  /** As the host was called, and where it stood, then. */
  hostname: z.string(),
  fabric: z.string(),
  cluster: z.string().nullable(),
  /** What it was and what it became: states, or what of the host was replaced. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Of a new judgement: causes since, which of them are new, which had been fixed before, which are fixed. */
  causes: z.array(z.string()),
  gained: z.array(z.string()),
  regressed: z.array(z.string()),
  fixed: z.array(z.string()),
  /** Of a host that is back: when the time began for which nothing vouches. */
  since: z.string().nullable(),
  /** Of a refused snapshot: why. */
  code: z.string().nullable(),
  /** Of what may come with every report, and is told once an hour: how often it came in that hour, and when last. */
  count: z.number().int().optional(),
  lastAt: z.string().optional(),
  /** Of an exception that came into force or ended: the class that the host is in since; which one, for who may see it. */
  exception: z
    .object({
      id: z.string().nullable(),
      number: z.number().int().nullable(),
      endsAt: z.string(),
      compliance: z.enum(COMPLIANCE),
    })
    .optional(),
  /** Of a change that is about two hosts: the other one, for who may see it. */
  otherHostId: z.string().optional(),
  otherHostname: z.string().optional(),
  /** Equal for hosts that changed for the same reason within a short time. */
  waveId: z.string().optional(),
});
export type ChangeRow = z.infer<typeof ChangeRow>;

export const ChangeList = z.object({
  asOf: z.string(),
  /** The newest first. */
  changes: z.array(ChangeRow),
  nextCursor: z.string().nullable(),
});
export type ChangeList = z.infer<typeof ChangeList>;

export const WaveRow = z.object({
  id: z.string(),
  fabric: z.string(),
  /** Its first and its last change. */
  startedAt: z.string(),
  endedAt: z.string(),
  hosts: z.number().int(),
  /** The newest of its changes: what all of them say, but for the host. */
  change: ChangeRow,
  /** Where all of them came from; null where that differs. */
  from: z.string().nullable(),
  /** What all its hosts have and most others of the fabric do not. */
  shared: z.array(z.object({ trait: z.enum(TRAITS), value: z.string(), others: z.number().int() })),
  /** What had been replaced on each of them shortly before. */
  precededBy: z.array(z.object({ kind: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  /** The first of its hosts in the order in which they turned. */
  members: z.array(z.object({ hostId: z.string(), hostname: z.string(), at: z.string() })),
});
export type WaveRow = z.infer<typeof WaveRow>;

export const FeedEntry = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('change'),
    change: ChangeRow,
    /** Of a host that does not settle: how often it turned, and since when. */
    switches: z.object({ count: z.number().int(), since: z.string() }).optional(),
  }),
  z.object({ type: z.literal('wave'), wave: WaveRow }),
]);
export type FeedEntry = z.infer<typeof FeedEntry>;

/** Hosts that stopped being able for one reason within a short time. */
export const ToldWave = z.object({
  /** The `waveId` of its changes. */
  id: z.string(),
  fabric: z.string(),
  /** Null where its hosts are of several. */
  cluster: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string(),
  hosts: z.number().int(),
  to: z.enum(STATES),
  /** What they have failed by since. */
  causes: z.array(z.string()),
});
export type ToldWave = z.infer<typeof ToldWave>;

export const RecentChangesInput = z.strictObject({
  filter: z.strictObject({ fabric: values(Text.max(1000)) }).default({}),
  at: AtInput,
});
export type RecentChangesInput = z.output<typeof RecentChangesInput>;

/** What an operator should know of, the newest first: few entries, chosen by their weight. */
export const RecentChanges = z.object({ asOf: z.string(), entries: z.array(FeedEntry) });
export type RecentChanges = z.infer<typeof RecentChanges>;

export const ChangesSinceInput = z.strictObject({
  filter: z.strictObject({ fabric: values(Text.max(1000)) }).default({}),
  since: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});
export type ChangesSinceInput = z.output<typeof ChangesSinceInput>;

/** What happened between a time and now, in sum. A host that turned twice is counted by both. */
export const ChangesSince = z.object({
  since: z.string(),
  asOf: z.string(),
  /** Hosts that failed, that fell silent, and that recovered or are back. */
  failed: z.number().int(),
  silent: z.number().int(),
  recovered: z.number().int(),
  /** The largest first. */
  waves: z.array(ToldWave),
});
export type ChangesSince = z.infer<typeof ChangesSince>;

export const ChangeFeed = z.object({
  asOf: z.string(),
  /** The newest first; a wave stands where its newest change does, and its other changes nowhere else. */
  entries: z.array(FeedEntry),
  nextCursor: z.string().nullable(),
});
export type ChangeFeed = z.infer<typeof ChangeFeed>;

/** When no instance of this server served, while hosts are still expected to report again; else null. */
export const ServerAbsence = z
  .object({ from: z.string(), to: z.string(), notHeard: z.number().int() })
  .nullable();
export type ServerAbsence = z.infer<typeof ServerAbsence>;

const Side = z.object({
  hostname: z.string(),
  fabric: z.string(),
  cluster: z.string().nullable(),
  state: z.enum(STATES),
  cause: z.array(z.string()),
  model: z.string().nullable(),
  firmwareVersion: z.string().nullable(),
  os: z.string().nullable(),
  owner: z.string().nullable(),
});

export const DIFFERENCES = ['added', 'gone', ...Side.keyof().options] as const;

/** What differs between the fleet at one time and at another: what came and went in between is not told. */
export const Changelog = z.object({
  from: z.string(),
  to: z.string(),
  /** Hosts that differ, and how many of them in each way. */
  total: z.number().int(),
  counts: z.record(z.enum(DIFFERENCES), z.number().int()),
  hosts: z.array(
    z.object({
      id: z.string(),
      differs: z.array(z.enum(DIFFERENCES)),
      /** Null: not in the fleet then. */
      before: Side.nullable(),
      after: Side.nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type Changelog = z.infer<typeof Changelog>;

export const ChangelogInput = z.strictObject({
  from: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  to: AtInput,
  fabric: values(Text.max(1000)),
  limit: z.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string().max(4000).nullable().default(null),
});
export type ChangelogInput = z.output<typeof ChangelogInput>;
