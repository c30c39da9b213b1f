import { z } from 'zod';
import { Acknowledgement } from '@/lib/contracts/acknowledgement';
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
  /** What is repaired first comes first. Empty while Silent: checks of a silent host are not evaluated. */
  failingChecks: z.array(z.string()),
  cause: z.array(z.string()),
  reporting: z.enum(REPORTING),
  since: z.string(),
  lastObservedAt: z.string().nullable(),
  clockOffsetSeconds: z.number().nullable(),
  attestationMode: z.enum(ATTESTATION_MODES),
  os: z.string().nullable(),
  /** Null: the host did not say. */
  ...ofSaidFields(() => z.string().nullable()),
  /** Null: the host does not know, never 0. */
  shieldedVms: z.number().int().nullable(),
  exception: z.enum(EXCEPTION_KINDS),
  owner: z.string().nullable(),
  /** Null: no snapshot was ever stored, or it named none. */
  agentVersion: z.string().nullable(),
  /** Why a host that passes may not pass tomorrow; empty for every other host. */
  risk: z.array(z.enum(RISKS)),
  /** Such as `10.0.20348.2849`. */
  osVersion: z.string().nullable(),
  /** How far the Secure Boot certificates of 2023 have come; `notKnown` while Silent. */
  bootStage: z.enum(BOOT_STAGES),
});
export type HostRow = z.infer<typeof HostRow>;

/** Who takes care of a host of a list, also where an exception covers it. */
export const AcknowledgedHost = Acknowledgement.pick({ until: true, by: true }).extend({ host: z.string() });
export type AcknowledgedHost = z.infer<typeof AcknowledgedHost>;

export const HostList = z.object({
  asOf: z.string(),
  total: z.number().int(),
  /** Where it was asked for: over all hosts that match, for verbs on them. */
  hostsDigest: z.string().optional(),
  /** How many hosts come before this page. Null: the cursor of an earlier version does not say. */
  hostsBefore: z.number().int().nullable(),
  hosts: z.array(HostRow),
  /** Not on the rows, which are the same in files. */
  acknowledgements: z.array(AcknowledgedHost),
  nextCursor: z.string().nullable(),
  previousCursor: z.string().nullable(),
});
export type HostList = z.infer<typeof HostList>;

/** The JSON file: all pages of a list as one, so that one reader does for both, and what it is a file of. */
export const HostFile = HostList.omit({
  hostsDigest: true,
  hostsBefore: true,
  acknowledgements: true,
}).extend({
  /** The filter as an address has it; empty where there is none. */
  asked: z.string(),
  /** Where hosts were selected: how many of them alone are in the file. */
  selected: z.number().int().optional(),
  nextCursor: z.null(),
  previousCursor: z.null(),
});
export type HostFile = z.infer<typeof HostFile>;

const NamedHost = z.object({ id: z.string(), hostname: z.string() });

/** Which hosts stand beside one in a list, whether it is in that list itself or would stand there. */
export const HostNeighbours = z.object({
  asOf: z.string(),
  /** How many hosts are in the list. */
  total: z.number().int(),
  previous: NamedHost.nullable(),
  next: NamedHost.nullable(),
});
export type HostNeighbours = z.infer<typeof HostNeighbours>;

/** The number and digest of all hosts that match. A verb on them refuses where they are no longer the same hosts. */
export const HostSelection = z.object({
  asOf: z.string(),
  filter: z.string(),
  count: z.number().int(),
  digest: z.string(),
});
export type HostSelection = z.infer<typeof HostSelection>;

/** What hangs on all hosts that match. */
export const SelectionWeight = z.object({
  asOf: z.string(),
  /** Shielded VMs of the hosts that send and are not able, as in a summary. */
  vmsBlocked: z.number().int(),
  /** How many different ones there are. */
  causes: z.number().int(),
  clusters: z.number().int(),
});
export type SelectionWeight = z.infer<typeof SelectionWeight>;

export const EvidenceLine = z.object({
  label: z.string(),
  seen: z.string().nullable(),
  /** The host said that it has no such registry value. Without it, a `seen` of null is not known. */
  absent: z.literal(true).optional(),
  /** Where `seen` is a time: which one that is by this server's clock, and when the snapshot was sent that says so. */
  moment: z.object({ at: z.string(), toldAt: z.string() }).optional(),
  required: z.string().nullable(),
  agrees: z.boolean().nullable(),
});

/** A fact that the host could not read: not known, which is never "off". */
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
  /** Numbers and names that the text is rendered with. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  text: z.string(),
});
export type Verdict = z.infer<typeof Verdict>;

export const HostDetail = HostRow.extend({
  asOf: z.string(),
  fabricId: z.string(),
  enrolledAt: z.string(),
  /** Null for an earlier time: what a host had been told then is not kept. */
  toldIntervalSeconds: z.number().int().nullable(),
  lastRejection: z.object({ at: z.string(), code: z.string() }).nullable(),
  /** Since when nothing of it is accepted; null for an earlier time, and while it is not locked. It is locked when an earlier
   * credential was used again. */
  lockedAt: z.string().nullable(),
  /** The time until which it may enrol again under its own id; null where it may not, and for an earlier time. */
  reenrollUntil: z.string().nullable(),
  /** Its content changes more than 24 times a day. Always about now, also where `at` is an earlier time. */
  noisy: z.boolean(),
  /** Since when its snapshots are refused (429), as it sends more than it may keep; null for an earlier time. */
  overLimitSince: z.string().nullable(),
  /**
   * The newest credential that its agent has used. Agents renew theirs every 30 days; one that could not goes on with the
   * old one. Null for an earlier time, and until one is used.
   */
  credential: z.object({ issuedAt: z.string(), isRenewalOverdue: z.boolean() }).nullable(),
  /** What a person said, who takes care of the host as it is; null where nobody does. */
  acknowledgement: Acknowledgement.nullable(),
  /** Now: other live hosts that go by the same machine id or name. */
  duplicates: z.array(z.object({ id: z.string(), hostname: z.string(), fabric: z.string() })),
  /** The machine that was enrolled, and the other one that sent the newest snapshot; null where they are one, and for an earlier time. */
  otherMachine: z
    .object({
      enrolled: z.object({ hostname: z.string(), machineId: z.string() }),
      sent: z.object({ machineId: z.string() }),
    })
    .nullable(),
  checks: z.array(CheckRow),
  /** Whether Windows sees an IOMMU on it, which tells how often it restarts for the check of that name; null where it does not say. */
  seesIommu: z.boolean().nullable(),
  prerequisites: z.array(PrerequisiteRow),
  /** The row's `risk`, each with what is seen of it. */
  risks: z.array(RiskRow),
  verdict: Verdict,
  /** What the diagnostics say that HGS's client ran last on the host. Null where no whole run was sent. */
  diagnostics: DiagnosticsReading.nullable(),
  /**
   * When the snapshot was sent that the next four are of; null before the first. A content is stored once: newer snapshots may say
   * the same, with other times and events.
   */
  toldAt: z.string().nullable(),
  /** As the host sent them, unknown fields kept. Null before the first snapshot. */
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
  /** Ask again with `to` for those before the first one here. */
  hasEarlierEvents: z.boolean(),
  /** Where older days were dropped: the time that history begins with. Null: all of it is kept. */
  historyFrom: z.string().nullable(),
});
export type Timeline = z.infer<typeof Timeline>;

/** When a host came into the fleet and left it, and what became of it; also for hosts that have left it. */
export const HostLife = z.object({
  id: z.string(),
  /** As it is called now, or was last. */
  hostname: z.string(),
  enrolledAt: z.string(),
  retiredAt: z.string().nullable(),
  /** It was one machine with another host, which stayed. */
  isMerged: z.boolean(),
  /** That host; null where it lies outside of what the reader may see. */
  mergedInto: z.object({ id: z.string(), hostname: z.string(), fabric: z.string() }).nullable(),
  /** The last moment that shows it in the fleet; null while it is there, and where that day was dropped. */
  lastAt: z.string().nullable(),
});
export type HostLife = z.infer<typeof HostLife>;

/**
 * Values of a facet with the hosts each would show: its own choices ignored, all others respected. `all` are the hosts of
 * the chosen fabrics that have the value, whatever else is chosen: the order of a facet, which no choice changes.
 */
export const Facets = z.object({
  asOf: z.string(),
  facets: z.record(z.string(), z.array(z.object({ value: z.string(), count: Count, all: Count }))),
});
export type Facets = z.infer<typeof Facets>;

const AtRisk = { hosts: Count, vms: Count };

/**
 * Hosts that pass but may not tomorrow, and the versions of the agent in use, the most frequent first. Choices
 * of `risk` and of `agent` in the question are ignored, as a facet ignores its own.
 */
export const FleetRisks = z.object({
  asOf: z.string(),
  atRisk: z.object(AtRisk),
  risks: z.array(z.object({ risk: z.enum(RISKS), ...AtRisk })),
  agents: z.array(z.object({ version: z.string(), hosts: Count })),
});
export type FleetRisks = z.infer<typeof FleetRisks>;
