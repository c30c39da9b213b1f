import { z } from 'zod';
import { AtInput } from '@/lib/contracts/host-query';
import { Text } from '@/lib/contracts/text';
import { Time } from '@/lib/contracts/time';
import { COMPARED, DIFFERENCES } from '@/lib/contracts/words/changes';
import { MOST_FACTS, SEARCH_MAX_CHARS } from '@/lib/contracts/words/compare';
import { DEFAULT_LIMIT, EXPORT_FORMATS, MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { OUTCOMES } from '@/lib/domain/compared';
import { ATTESTATION_STATUSES, STATES } from '@/lib/domain/vocabulary';

const values = z
  .strictObject({ include: z.array(Text.max(1000)).max(1000), exclude: z.array(Text.max(1000)).max(1000) })
  .optional();

/** The two compared times, and the filters for what differs. */
const COMPARISON = {
  from: Time,
  /** Null means now. It may be the earlier one: then the answer says what going back would mean. */
  to: AtInput,
  fabric: values,
  /** A part of a host's or a cluster's name. */
  q: Text.max(SEARCH_MAX_CHARS).optional(),
  cluster: values,
  /** Hosts that differ in any of these. */
  fact: z.array(z.enum(DIFFERENCES)).max(MOST_FACTS).optional(),
};
const PAGE = {
  limit: z.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string().max(4000).nullable().default(null),
};

export const ChangelogInput = z.strictObject({ ...COMPARISON, ...PAGE });
export type ChangelogInput = z.output<typeof ChangelogInput>;

export const ChangeGroupsInput = z.strictObject({
  ...COMPARISON,
  ...PAGE,
  /** If false, each host is its own group. */
  isGrouped: z.boolean().default(true),
});
export type ChangeGroupsInput = z.output<typeof ChangeGroupsInput>;

export const ExportChangelogInput = z.strictObject({
  ...COMPARISON,
  format: z.enum(EXPORT_FORMATS),
  lang: z.enum(['en', 'fr']).default('en'),
});
export type ExportChangelogInput = z.output<typeof ExportChangelogInput>;

const count = z.number().int();
const Counts = z.record(z.enum(DIFFERENCES), count);

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
  /** Shown but not compared, like the following. HGS's own word, the last known one beside Silent. */
  attestationStatus: z.enum(ATTESTATION_STATUSES).nullable(),
  fqdn: z.string().nullable(),
  shieldedVms: count.nullable(),
} satisfies Record<(typeof COMPARED)[number] | 'attestationStatus' | 'fqdn' | 'shieldedVms', z.ZodType>);

const OfOutcome = z.object({ hosts: count, vms: count });
const FleetThen = z.object({ hosts: count, able: count, vmsBlocked: count, vmsUnverified: count });

/** Figures of everything that the two times compare, ignoring the filters. */
const Figures = z.object({
  /** Hosts at either time: those of the outcomes and the unchanged ones. */
  hosts: count,
  unchanged: count,
  worse: count,
  silent: count,
  better: count,
  other: count,
  before: FleetThen,
  after: FleetThen,
});
export type Figures = z.infer<typeof Figures>;

const COUNTED = {
  from: z.string(),
  to: z.string(),
  /** Hosts that differ, and how many of them in each way. */
  total: count,
  counts: Counts,
  /** The same hosts by outcome. */
  outcomes: z.record(z.enum(OUTCOMES), OfOutcome),
  figures: Figures,
};

export const ComparedHost = z.object({
  id: z.string(),
  /** The outcome: worse, silent, better, or something else. */
  outcome: z.enum(OUTCOMES),
  /** Shielded VMs at the later time, or when the host was last in the fleet. */
  shieldedVms: count,
  differs: z.array(z.enum(DIFFERENCES)),
  /** Null if it was not in the fleet then. */
  before: Side.nullable(),
  after: Side.nullable(),
});
export type ComparedHost = z.infer<typeof ComparedHost>;

/** What differs between the fleet at two times. What came and went in between is left out. */
export const Changelog = z.object({
  ...COUNTED,
  hosts: z.array(ComparedHost),
  nextCursor: z.string().nullable(),
});
export type Changelog = z.infer<typeof Changelog>;

/** The JSON file: all pages of a list as one. */
export const ChangelogFile = Changelog.extend({
  /** Both times and the filters, as an address writes them. */
  asked: z.string(),
  nextCursor: z.null(),
});

const LastStatus = z.enum(ATTESTATION_STATUSES).nullable();
const FactValues = z.array(z.string()).nullable();

export const ChangeGroup = z.object({
  /** Equal for equal changes. */
  id: z.string(),
  outcome: z.enum(OUTCOMES),
  hosts: count,
  shieldedVms: count,
  /** The differing facts with their common values: empty for no value, null if the hosts were not in the fleet. */
  facts: z.array(z.object({ fact: z.enum(COMPARED), before: FactValues, after: FactValues })),
  /** HGS's last word about hosts that were Silent, if all of them have the same. */
  lastStatus: z.object({ before: LastStatus, after: LastStatus }),
  /** The first cluster, and the number of clusters. */
  clusters: z.object({ first: z.string().nullable(), count }),
  /** The wave in which most of them turned, if they did so together. */
  waveId: z.string().nullable(),
  /** The first of them by name. */
  members: z.array(
    z.object({
      id: z.string(),
      hostname: z.string(),
      fabric: z.string(),
      cluster: z.string().nullable(),
      shieldedVms: count,
      /** It had left the fleet by the later time. */
      isGone: z.boolean(),
    }),
  ),
});
export type ChangeGroup = z.infer<typeof ChangeGroup>;

/** The comparison with hosts that changed alike in groups. */
export const ChangeGroups = z.object({
  ...COUNTED,
  /** The filters with their number of hosts, ignoring the present filters. Only the largest clusters. */
  facets: z.object({
    clusters: z.array(z.object({ value: z.string(), count })),
    facts: Counts,
  }),
  /** The number of groups, and of hosts that are in none because there are too many. */
  groupCount: count,
  leftOut: count,
  groups: z.array(ChangeGroup),
  nextCursor: z.string().nullable(),
});
export type ChangeGroups = z.infer<typeof ChangeGroups>;
