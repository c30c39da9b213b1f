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

/** Counts are over all pages. */
export const ChangeCountInput = ChangeQueryInput.omit({ limit: true, cursor: true });

export const ChangeCount = z.object({
  asOf: z.string(),
  /** The number, 10,000 at most; `isMore` says that there are more. */
  total: z.number().int(),
  isMore: z.boolean(),
  /** Counts of the same question by kind, ignoring its kinds; null if there are more than 10,000 changes. */
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
  /** When this server learned of it. */
  recordedAt: z.string(),
  /** One of the kinds above; more may come. */
  kind: z.string(),
  hostId: z.string(),
  /** The host's name and fabric at that time. */
  hostname: z.string(),
  fabric: z.string(),
  cluster: z.string().nullable(),
  /** The earlier and the new value: states, or a replaced part of the host. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /**
   * The causes of a new judgement: all present ones, the new ones, those of them that had been fixed before,
   * and the fixed ones.
   */
  causes: z.array(z.string()),
  gained: z.array(z.string()),
  regressed: z.array(z.string()),
  fixed: z.array(z.string()),
  /** When the unverified time began, if a host is back. */
  since: z.string().nullable(),
  /** Why a snapshot was refused. */
  code: z.string().nullable(),
  /**
   * How often it came in that hour, and its last time: what may come with every snapshot is recorded once an
   * hour.
   */
  count: z.number().int().optional(),
  lastAt: z.string().optional(),
  /**
   * The exception that came into force or ended: the class that the host has since, and which exception, if
   * the caller may see it.
   */
  exception: z
    .object({
      id: z.string().nullable(),
      number: z.number().int().nullable(),
      endsAt: z.string(),
      compliance: z.enum(COMPLIANCE),
    })
    .optional(),
  /**
   * The plan that was opened or closed, or whose task turned: which plan, if the caller may see it, and which
   * group.
   */
  plan: z
    .object({
      id: z.string().nullable(),
      /** Such as `RP-0147`. */
      number: z.string().nullable(),
      name: z.string().nullable(),
      /** Absent if the change is about the whole plan. */
      group: z.enum(GROUP_KINDS).optional(),
      /** How many of all its tasks were proven when it was closed. */
      proven: z.number().int().optional(),
      tasks: z.number().int().optional(),
    })
    .optional(),
  /** The other host of a change about two. Absent if the caller may not see it. */
  otherHostId: z.string().optional(),
  otherHostname: z.string().optional(),
  /** Equal for hosts that changed for the same reason within a short time. */
  waveId: z.string().optional(),
  /** Absent if unknown, or if the change has no effect on them. */
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
  /** The question as an address writes it, without its time; empty without a filter. */
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
  /** The newest change, which stands for all except for its host. */
  change: ChangeRow,
  /** The common earlier value; null if it differs. */
  from: z.string().nullable(),
  /** What all its hosts have and most others of the fabric do not. */
  shared: z.array(z.object({ trait: z.enum(TRAITS), value: z.string(), others: z.number().int() })),
  /** What had been replaced on each of its hosts shortly before. */
  precededBy: z.array(
    z.object({
      kind: z.string(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      /** The first and the last time of the replacement. */
      startedAt: z.string(),
      endedAt: z.string(),
    }),
  ),
  /** The first of its hosts in the order in which they turned. */
  members: z.array(z.object({ hostId: z.string(), hostname: z.string(), at: z.string() })),
  /** The VMs of all its hosts, as far as they are known. */
  vms: ToldVms.optional(),
  /** Whether some of its hosts are not proven to be able again; absent if they did not stop being able. */
  isOpen: z.boolean().optional(),
});
export type WaveRow = z.infer<typeof WaveRow>;

export const FeedEntry = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('change'),
    change: ChangeRow,
    /** How often a flapping host turned, and since when. */
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
  /** Null if its hosts are in several. */
  cluster: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string(),
  hosts: z.number().int(),
  to: z.enum(STATES),
  /** The new causes of its hosts. */
  causes: z.array(z.string()),
});
export type ToldWave = z.infer<typeof ToldWave>;

export const RecentChangesInput = z.strictObject({
  filter: z.strictObject({ fabric: values(Text.max(1000)) }).default({}),
  at: AtInput,
});
export type RecentChangesInput = z.output<typeof RecentChangesInput>;

/** What an operator should know, newest first: a few entries, chosen by importance. */
export const RecentChanges = z.object({ asOf: z.string(), entries: z.array(FeedEntry) });
export type RecentChanges = z.infer<typeof RecentChanges>;

export const ChangesSinceInput = z.strictObject({
  filter: z.strictObject({ fabric: values(Text.max(1000)) }).default({}),
  since: Time,
});
export type ChangesSinceInput = z.output<typeof ChangesSinceInput>;

/** A summary of what happened between a time and now. A host that turned twice is counted in both. */
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

/** The question of the list, ignoring its kinds. If it has no time, it is about the last 24 hours. */
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
 * What happened to the fleet within a time. A host is counted once, by its state at `since` (or its first
 * one) and at the end: `worse` stopped passing, `silent` passed and fell silent, `better` is able again.
 */
export const ChangeSummary = z.object({
  since: z.string(),
  /** The requested end of the time, if it is before `asOf`. */
  until: z.string().nullable(),
  asOf: z.string(),
  ...Turns,
  /** Hosts that joined the fleet able, and able hosts that left it. */
  joined: count,
  left: count,
  /** The heaviest first, as in `byCause`. */
  byCluster: z.array(z.object({ fabric: z.string(), cluster: z.string(), ...Turns })),
  /** The causes of the worse hosts: a host with several causes is counted in each. */
  byCause: z.array(HostsAndVms.extend({ cause: z.string() })),
  /** How many of the worse hosts have several causes. */
  severalCauses: count,
  /** How many hosts turned last in each whole hour, in order; hours without any are left out. */
  byHour: z.array(z.object({ from: z.string(), worse: count, silent: count, better: count })),
});
export type ChangeSummary = z.infer<typeof ChangeSummary>;

export const ChangeFeed = z.object({
  asOf: z.string(),
  /** Newest first; a wave stands at the place of its newest change, and its other changes are not listed. */
  entries: z.array(FeedEntry),
  nextCursor: z.string().nullable(),
});
export type ChangeFeed = z.infer<typeof ChangeFeed>;

/** The time without a running instance, if hosts should have sent since but did not; otherwise null. */
export const ServerAbsence = z
  .object({ from: z.string(), to: z.string(), notHeard: z.number().int() })
  .nullable();
export type ServerAbsence = z.infer<typeof ServerAbsence>;
