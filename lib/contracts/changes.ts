import { z } from 'zod';
import { AtInput, refuseManyWords } from '@/lib/contracts/host-query';
import { Text } from '@/lib/contracts/text';
import { Time } from '@/lib/contracts/time';
import { CHANGE_SPAN_NAMES, type ChangeQuery } from '@/lib/contracts/words/changes';
import { DEFAULT_LIMIT, MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { CHANGE_KINDS } from '@/lib/domain/change-kinds';
import { VM_EFFECTS } from '@/lib/domain/change-vms';
import { GROUP_KINDS } from '@/lib/domain/plan/types';
import { COMPLIANCE, STATES } from '@/lib/domain/vocabulary';
import { TRAITS } from '@/lib/domain/waves';

const chosen = <T extends z.ZodType<string>>(value: T) =>
  z.strictObject({ include: z.array(value).max(1000), exclude: z.array(value).max(1000) });
const values = <T extends z.ZodType<string>>(value: T) => chosen(value).optional();

const freeValues = values(Text.max(1000));

export const ChangeQueryInput = z.strictObject({
  filter: z
    .strictObject({
      fabric: freeValues,
      kind: values(z.enum(CHANGE_KINDS)),
      cluster: freeValues,
      cause: freeValues,
      q: chosen(Text.max(1000)).superRefine(refuseManyWords).optional(),
    })
    .default({}),
  within: z.enum(CHANGE_SPAN_NAMES).nullable().default(null),
  since: AtInput,
  until: AtInput,
  at: AtInput,
  limit: z.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string().max(4000).nullable().default(null),
}) satisfies z.ZodType<ChangeQuery>;

/** What is counted is on all pages. */
export const ChangeCountInput = ChangeQueryInput.omit({ limit: true, cursor: true });

export const ChangeCount = z.object({
  asOf: z.string(),
  /** This is 10,000 at most; `isMore`: there are more. */
  total: z.number().int(),
  isMore: z.boolean(),
  /** The same question, whatever its kinds; null where it has more than 10,000. */
  byKind: z.array(z.object({ kind: z.string(), count: z.number().int() })).nullable(),
});
export type ChangeCount = z.infer<typeof ChangeCount>;

/** The shielded VMs that hosts held when they changed, and what the change means for them. */
export const ToldVms = z.object({ count: z.number().int(), effect: z.enum(VM_EFFECTS) });
export type ToldVms = z.infer<typeof ToldVms>;

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
  /** A new judgement has the causes since, which of them are new, which had been fixed before, and which are fixed. */
  causes: z.array(z.string()),
  gained: z.array(z.string()),
  regressed: z.array(z.string()),
  fixed: z.array(z.string()),
  /** When the time began for which nothing vouches, for a host that is back. */
  since: z.string().nullable(),
  /** Why a snapshot was refused. */
  code: z.string().nullable(),
  /** How often it came in that hour, and when last: what may come with every snapshot is recorded once an hour. */
  count: z.number().int().optional(),
  lastAt: z.string().optional(),
  /** The exception that came into force or ended: the class that the host is in since, and which one, for who may see it. */
  exception: z
    .object({
      id: z.string().nullable(),
      number: z.number().int().nullable(),
      endsAt: z.string(),
      compliance: z.enum(COMPLIANCE),
    })
    .optional(),
  /** The plan that was opened or closed, or the task of it that turned: which one, for who may see it, and of which group. */
  plan: z
    .object({
      id: z.string().nullable(),
      /** Such as `RP-0147`. */
      number: z.string().nullable(),
      name: z.string().nullable(),
      /** Absent where the change is about the whole plan. */
      group: z.enum(GROUP_KINDS).optional(),
      /** How many of all its tasks were proven when it was closed. */
      proven: z.number().int().optional(),
      tasks: z.number().int().optional(),
    })
    .optional(),
  /** The other host of a change that is about two. Left out for people who may not see it. */
  otherHostId: z.string().optional(),
  otherHostname: z.string().optional(),
  /** Equal for hosts that changed for the same reason within a short time. */
  waveId: z.string().optional(),
  /** Left out where it is not known, and where the change says nothing of them. */
  vms: ToldVms.optional(),
});
export type ChangeRow = z.infer<typeof ChangeRow>;

export const ChangeList = z.object({
  asOf: z.string(),
  /** The newest first. */
  changes: z.array(ChangeRow),
  nextCursor: z.string().nullable(),
});
export type ChangeList = z.infer<typeof ChangeList>;

/** The JSON file: all pages of a list as one. */
export const ChangeFile = ChangeList.extend({
  /** The question as an address has it, without its time; empty where nothing was asked for. */
  asked: z.string(),
  nextCursor: z.null(),
});

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
  precededBy: z.array(
    z.object({
      kind: z.string(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      /** When the first of them had it and when the last. */
      startedAt: z.string(),
      endedAt: z.string(),
    }),
  ),
  /** The first of its hosts in the order in which they turned. */
  members: z.array(z.object({ hostId: z.string(), hostname: z.string(), at: z.string() })),
  /** Those of all its hosts, as far as they are known. */
  vms: ToldVms.optional(),
  /** Whether some of its hosts are not proven to be able again; left out where they did not stop being able. */
  isOpen: z.boolean().optional(),
});
export type WaveRow = z.infer<typeof WaveRow>;

export const FeedEntry = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('change'),
    change: ChangeRow,
    /** How often a host that does not settle turned, and since when. */
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
  since: Time,
});
export type ChangesSinceInput = z.output<typeof ChangesSinceInput>;

/** What happened between a time and now, in sum. A host that turned twice is counted by both. */
export const ChangesSince = z.object({
  since: z.string(),
  asOf: z.string(),
  /** Hosts that stopped passing, that fell silent, and that are able again. */
  failed: z.number().int(),
  silent: z.number().int(),
  recovered: z.number().int(),
  /** The largest first. */
  waves: z.array(ToldWave),
});
export type ChangesSince = z.infer<typeof ChangesSince>;

/** The question of the list, whatever its kinds. Without a time of its own it is 24 hours before the time asked for. */
export const ChangeSummaryInput = ChangeCountInput.extend({
  filter: z
    .strictObject({ fabric: freeValues, cluster: freeValues, cause: freeValues, q: freeValues })
    .default({}),
});
export type ChangeSummaryInput = z.output<typeof ChangeSummaryInput>;

const count = z.number().int();
const HostsAndVms = z.object({ hosts: count, vms: count });
const Turns = { worse: HostsAndVms, silent: HostsAndVms, better: HostsAndVms };

/**
 * What a time did to the fleet. A host is counted once, by what it was at `since`, or at first, and what it is at the end: `worse` stopped passing,
 * `silent` passed and is not heard any more, `better` is able again.
 */
export const ChangeSummary = z.object({
  since: z.string(),
  /** As it was asked for: the end of the time, where that is before `asOf`. */
  until: z.string().nullable(),
  asOf: z.string(),
  ...Turns,
  /** Hosts that came to the fleet able, and hosts that were able and are no longer in it. */
  joined: count,
  left: count,
  /** The heaviest first, as in `byCause`. */
  byCluster: z.array(z.object({ fabric: z.string(), cluster: z.string(), ...Turns })),
  /** The hosts that are worse: one with several causes is counted by each. */
  byCause: z.array(HostsAndVms.extend({ cause: z.string() })),
  /** How many of the hosts that are worse have several causes. */
  severalCauses: count,
  /** So many hosts for each whole hour in which one turned last, in order; hours without are left out. */
  byHour: z.array(z.object({ from: z.string(), worse: count, silent: count, better: count })),
});
export type ChangeSummary = z.infer<typeof ChangeSummary>;

export const ChangeFeed = z.object({
  asOf: z.string(),
  /** The newest first; a wave stands where its newest change does, and its other changes nowhere else. */
  entries: z.array(FeedEntry),
  nextCursor: z.string().nullable(),
});
export type ChangeFeed = z.infer<typeof ChangeFeed>;

/** When no instance of this server served, while hosts should have sent since and have not; else null. */
export const ServerAbsence = z
  .object({ from: z.string(), to: z.string(), notHeard: z.number().int() })
  .nullable();
export type ServerAbsence = z.infer<typeof ServerAbsence>;
