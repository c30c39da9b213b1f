import { z } from 'zod';
import { Acknowledgement } from '@/lib/contracts/acknowledgement';
import { refuseHalfSelections, SELECTION } from '@/lib/contracts/selection';
import { API_SORT, EXPORT_FORMATS, HOST_SORTS, SORT_ORDERS } from '@/lib/contracts/words/host-query';
import { KNOWN_FALSE } from '@/lib/domain/explain/diagnostics';
import { ofSaidFields } from '@/lib/domain/host-filter';
import { RISKS } from '@/lib/domain/risk';
import { BOOT_STAGES } from '@/lib/domain/secure-boot/stage';
import {
  ATTESTATION_MODES,
  ATTESTATION_STATUSES,
  CHECK_RESULTS,
  EXCEPTION_KINDS,
  PREREQUISITES,
  REPORTING,
  STATES,
} from '@/lib/domain/vocabulary';

/** One host as lists, exports and the API show it. Times are RFC 3339 UTC. */
export const HostRow = z.object({
  id: z.string(),
  hostname: z.string(),
  fqdn: z.string().nullable(),
  fabric: z.string(),
  cluster: z.string().nullable(),
  state: z.enum(STATES),
  /** HGS's own word, the last known one beside Silent; null if unreadable or never. */
  attestationStatus: z.enum(ATTESTATION_STATUSES).nullable(),
  /** Sorted by the order of repair. Empty while Silent, because checks of a silent host are not evaluated. */
  failingChecks: z.array(z.string()),
  cause: z.array(z.string()),
  reporting: z.enum(REPORTING),
  since: z.string(),
  lastObservedAt: z.string().nullable(),
  clockOffsetSeconds: z.number().nullable(),
  attestationMode: z.enum(ATTESTATION_MODES),
  os: z.string().nullable(),
  /** Null if the host did not say. */
  ...ofSaidFields(() => z.string().nullable()),
  /** Null if the host does not know, never 0. */
  shieldedVms: z.number().int().nullable(),
  exception: z.enum(EXCEPTION_KINDS),
  owner: z.string().nullable(),
  /** Null if no snapshot was ever stored, or it named none. */
  agentVersion: z.string().nullable(),
  /** Why a host that passes may not pass tomorrow; empty for every other host. */
  risk: z.array(z.enum(RISKS)),
  /** Such as `10.0.20348.2849`. */
  osVersion: z.string().nullable(),
  /** How far the 2023 Secure Boot certificates have been rolled out; `notKnown` while Silent. */
  bootStage: z.enum(BOOT_STAGES),
});
export type HostRow = z.infer<typeof HostRow>;

export type HostField = keyof HostRow;
/** The columns of a file. A file may have some of them, in any order; the id is for programs and comes last. */
export const HOST_FIELDS = [
  ...HostRow.omit({ id: true }).keyof().options,
  'id',
] as const satisfies HostField[];

/** Who takes care of a listed host, even if an exception covers it. */
export const AcknowledgedHost = Acknowledgement.pick({ until: true, by: true }).extend({ host: z.string() });
export type AcknowledgedHost = z.infer<typeof AcknowledgedHost>;

export const HostList = z.object({
  asOf: z.string(),
  total: z.number().int(),
  /** The digest of all matching hosts, if it was requested, for verbs on them. */
  hostsDigest: z.string().optional(),
  /** How many hosts come before this page. Null if the cursor is of an earlier version, which does not say. */
  hostsBefore: z.number().int().nullable(),
  hosts: z.array(HostRow),
  /** Separate from the rows, which are the same in files. */
  acknowledgements: z.array(AcknowledgedHost),
  nextCursor: z.string().nullable(),
  previousCursor: z.string().nullable(),
});
export type HostList = z.infer<typeof HostList>;

/** The JSON file: all pages of a list as one, so that one reader can read both, and the contents of the file. */
export const HostFile = HostList.omit({
  hostsDigest: true,
  hostsBefore: true,
  acknowledgements: true,
}).extend({
  /** The filter as an address writes it; empty without one. */
  asked: z.string(),
  /** How many selected hosts are in the file. */
  selected: z.number().int().optional(),
  nextCursor: z.null(),
  previousCursor: z.null(),
});
export type HostFile = z.infer<typeof HostFile>;

/** A file of hosts that somebody selected. `at` belongs to named hosts; a filter has its own time. */
export const ExportSelectionInput = z
  .strictObject({
    ...SELECTION,
    format: z.enum(EXPORT_FORMATS),
    lang: z.enum(['en', 'fr']).default('en'),
    at: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .nullable()
      .default(null),
    sort: z.enum(HOST_SORTS).default(API_SORT),
    order: z.enum(SORT_ORDERS).default('asc'),
    /** The columns of a CSV or XLSX; all of them where none are named. */
    columns: z
      .array(z.enum(HOST_FIELDS))
      .min(1)
      .refine((names) => new Set(names).size === names.length, 'names a column twice')
      .optional(),
  })
  .superRefine((input, context) => {
    const message = refuseHalfSelections(input);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });
export type ExportSelectionInput = z.output<typeof ExportSelectionInput>;

const NamedHost = z.object({ id: z.string(), hostname: z.string() });

/** The hosts next to one in a list, whether it is in that list or only would be. */
export const HostNeighbours = z.object({
  asOf: z.string(),
  /** How many hosts are in the list. */
  total: z.number().int(),
  previous: NamedHost.nullable(),
  next: NamedHost.nullable(),
});
export type HostNeighbours = z.infer<typeof HostNeighbours>;

/** The number and digest of all matching hosts. A verb on them refuses if they are no longer the same hosts. */
export const HostSelection = z.object({
  asOf: z.string(),
  filter: z.string(),
  count: z.number().int(),
  digest: z.string(),
});
export type HostSelection = z.infer<typeof HostSelection>;

/** What depends on all matching hosts. */
export const SelectionWeight = z.object({
  asOf: z.string(),
  /** Shielded VMs on hosts that send and are not able, as in a summary. */
  vmsBlocked: z.number().int(),
  /** The number of different causes. */
  causes: z.number().int(),
  clusters: z.number().int(),
});
export type SelectionWeight = z.infer<typeof SelectionWeight>;

export const EvidenceLine = z.object({
  label: z.string(),
  seen: z.string().nullable(),
  /** The host said that it has no such registry value. If this is absent, a `seen` of null means unknown. */
  absent: z.literal(true).optional(),
  /** Set if `seen` is a time: the same time by this server's clock, and when the snapshot with it was sent. */
  moment: z.object({ at: z.string(), toldAt: z.string() }).optional(),
  required: z.string().nullable(),
  agrees: z.boolean().nullable(),
});

/** A fact that the host could not read: it is unknown, which is never "off". */
export const UnreadFact = z.object({
  fact: z.string(),
  status: z.enum(['unavailable', 'failed']),
  reason: z.string().nullable(),
});

export const CheckRow = z.object({
  check: z.string(),
  result: z.enum(CHECK_RESULTS),
  inferred: z.boolean(),
  evidenceDisagrees: z.boolean(),
  restartPending: z.boolean(),
  evidence: z.array(EvidenceLine),
  unread: z.array(UnreadFact),
});
export type CheckRow = z.infer<typeof CheckRow>;

export const PrerequisiteRow = z.object({
  prerequisite: z.enum(PREREQUISITES),
  result: z.enum(['ok', 'failing', 'notEvaluated']),
  evidence: z.array(EvidenceLine),
  unread: z.array(UnreadFact),
});
export type PrerequisiteRow = z.infer<typeof PrerequisiteRow>;

export const RiskRow = z.object({ risk: z.enum(RISKS), evidence: z.array(EvidenceLine) });
export type RiskRow = z.infer<typeof RiskRow>;

export const DiagnosticsReading = z.object({
  overall: z.string(),
  pointAt: z.array(z.string()),
  knownFalse: z.enum(KNOWN_FALSE).nullable(),
});
export type DiagnosticsReading = z.infer<typeof DiagnosticsReading>;

export const Verdict = z.object({
  code: z.string(),
  /** Numbers and names in the text. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  text: z.string(),
});
export type Verdict = z.infer<typeof Verdict>;

export const HostDetail = HostRow.extend({
  asOf: z.string(),
  fabricId: z.string(),
  enrolledAt: z.string(),
  /** Null for an earlier time: the interval of that time is not kept. */
  toldIntervalSeconds: z.number().int().nullable(),
  lastRejection: z.object({ at: z.string(), code: z.string() }).nullable(),
  /**
   * Since when none of its snapshots is accepted; null for an earlier time, and while it is not locked. A
   * host is locked when an earlier credential is used again.
   */
  lockedAt: z.string().nullable(),
  /** The time until which it may enrol again under its own id; null if it may not, and for an earlier time. */
  reenrollUntil: z.string().nullable(),
  /** Its content changes more than 24 times a day. Always about now, even if `at` is an earlier time. */
  noisy: z.boolean(),
  /**
   * Since when its snapshots are refused (429) because it sends more than it may keep; null for an earlier
   * time.
   */
  overLimitSince: z.string().nullable(),
  /**
   * The newest credential that its agent has used. Agents renew theirs every 30 days; an agent that could not
   * keeps using the old one. Null for an earlier time, and before the first use.
   */
  credential: z.object({ issuedAt: z.string(), isRenewalOverdue: z.boolean() }).nullable(),
  /** A person's statement that somebody takes care of the host in its present condition; null if there is none. */
  acknowledgement: Acknowledgement.nullable(),
  /** Other live hosts with the same machine id or name, now. */
  duplicates: z.array(z.object({ id: z.string(), hostname: z.string(), fabric: z.string() })),
  /**
   * The enrolled machine and the other one that sent the newest snapshot; null if they are the same, and for
   * an earlier time.
   */
  otherMachine: z
    .object({
      enrolled: z.object({ hostname: z.string(), machineId: z.string() }),
      sent: z.object({ machineId: z.string() }),
    })
    .nullable(),
  checks: z.array(CheckRow),
  /**
   * Whether Windows sees an IOMMU on it, which decides how often it restarts for the check of that name; null
   * if it does not say.
   */
  seesIommu: z.boolean().nullable(),
  prerequisites: z.array(PrerequisiteRow),
  /** The row's `risk` with the evidence for each. */
  risks: z.array(RiskRow),
  verdict: Verdict,
  /** The diagnostics that HGS's client ran last on the host. Null if it sent no complete run. */
  diagnostics: DiagnosticsReading.nullable(),
  /**
   * When the snapshot behind the next four members was sent; null before the first. A content is stored once:
   * newer snapshots may have the same, with other times and events.
   */
  toldAt: z.string().nullable(),
  /** The values as the host sent them, including unknown facts. Null before the first snapshot. */
  hgsClient: z.unknown(),
  facts: z.unknown(),
  agent: z.unknown(),
  host: z.unknown(),
});
export type HostDetail = z.infer<typeof HostDetail>;

const Count = z.number().int();
/** Compliance classes, states and reporting each add up to `total`. */
export const Summary = z.object({
  asOf: z.string(),
  total: Count,
  reporting: z.record(z.enum(REPORTING), Count),
  states: z.record(z.enum(STATES), Count),
  /** Shielded VMs on the hosts of each state; they add up to `vms.total`. */
  vmsByState: z.record(z.enum(STATES), Count),
  compliance: z.object({ compliant: Count, excepted: Count, nonCompliant: Count, unverified: Count }),
  /** Shares of `total` between 0 and 1; null for an empty fleet, never 1. */
  rates: z.object({ able: z.number().nullable(), compliant: z.number().nullable() }),
  vms: z.object({ total: Count, blocked: Count, unverified: Count }),
  causes: z.array(
    z.object({
      cause: z.string(),
      hosts: Count,
      vmsBlocked: Count,
      freedAlone: z.object({ hosts: Count, vms: Count }),
    }),
  ),
});
export type Summary = z.infer<typeof Summary>;

export const Timeline = z.object({
  runs: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      attestationStatus: z.enum(ATTESTATION_STATUSES).nullable(),
      failingChecks: z.array(z.string()),
      lateEvidence: z.boolean(),
    }),
  ),
  unverified: z.array(z.object({ from: z.string(), to: z.string() })),
  /** The newest 500. */
  events: z.array(z.object({ id: z.string(), at: z.string(), kind: z.string() }).loose()),
  /** Call again with `to` for those before the first one here. */
  hasEarlierEvents: z.boolean(),
  /** The time with which history begins, if older days were dropped. Null if all of it is kept. */
  historyFrom: z.string().nullable(),
});
export type Timeline = z.infer<typeof Timeline>;

/** When a host joined the fleet and left it, and why; also for hosts that have left. */
export const HostLife = z.object({
  id: z.string(),
  /** Its present or last name. */
  hostname: z.string(),
  enrolledAt: z.string(),
  retiredAt: z.string().nullable(),
  /** It was the same machine as another host, which stayed. */
  isMerged: z.boolean(),
  /** That host; null if the reader may not see it. */
  mergedInto: z.object({ id: z.string(), hostname: z.string(), fabric: z.string() }).nullable(),
  /** The last moment that shows it in the fleet; null while it is there, and if that day was dropped. */
  lastAt: z.string().nullable(),
});
export type HostLife = z.infer<typeof HostLife>;

/**
 * Values of a facet with the number of hosts that each would show: its own choices are ignored, all others
 * apply. `all` counts the hosts of the chosen fabrics with the value, whatever else is chosen. It gives the
 * order of a facet, which no choice changes.
 */
export const Facets = z.object({
  asOf: z.string(),
  facets: z.record(z.string(), z.array(z.object({ value: z.string(), count: Count, all: Count }))),
});
export type Facets = z.infer<typeof Facets>;

const AtRisk = { hosts: Count, vms: Count };

/**
 * Hosts that pass but may not tomorrow, and the agent versions in use, most frequent first. The question's
 * choices of `risk` and `agent` are ignored, as in facets.
 */
export const FleetRisks = z.object({
  asOf: z.string(),
  atRisk: z.object(AtRisk),
  risks: z.array(z.object({ risk: z.enum(RISKS), ...AtRisk })),
  agents: z.array(z.object({ version: z.string(), hosts: Count })),
});
export type FleetRisks = z.infer<typeof FleetRisks>;
