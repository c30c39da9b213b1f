import { z } from 'zod';
import { REPORT_KINDS, REPORT_LANGUAGES } from '@/lib/contracts/words/reports';
import { PLAN_STATES, TASK_STATES } from '@/lib/domain/plan/progress';
import { GROUP_KINDS } from '@/lib/domain/plan/types';
import { CONTROL_RELATIONS, CONTROL_STATES } from '@/lib/domain/report/controls';
import { FAILURE_ENDS } from '@/lib/domain/report/failure-list';
import {
  ATTESTATION_MODES,
  ATTESTATION_STATUSES,
  COMPLIANCE,
  REPORTING,
  STATES,
} from '@/lib/domain/vocabulary';

/**
 * What a compliance report says: the JSON format of every report, and all that the other formats are made from. Times
 * are RFC 3339 UTC, lengths are seconds, shares are between 0 and 1 and null where there is nothing to be a share of.
 * Names and values that hosts sent are as they sent them: each format encodes them for where they go.
 */
export const REPORT_SCHEMA_VERSION = '1.5';

const Time = z.iso.datetime({ offset: true });
const Count = z.int().nonnegative();
const Seconds = z.number().nonnegative();
const Share = z.number().min(0).max(1).nullable();

/** Hosts by class, which add up to `hosts`, and their virtual machines. `rate` is compliant of hosts. */
export const ClassTotals = z.strictObject({
  hosts: Count,
  compliant: Count,
  excepted: Count,
  nonCompliant: Count,
  unverified: Count,
  rate: Share,
  vms: z.strictObject({ total: Count, blocked: Count, unverified: Count }),
});
export type ClassTotals = z.infer<typeof ClassTotals>;

export const TotalsOfFabric = ClassTotals.extend({ fabric: z.string() });

/** How long hosts were what: the four add up to the time in the fleet. */
const ClassSeconds = z.strictObject({
  compliant: Seconds,
  excepted: Seconds,
  nonCompliant: Seconds,
  unverified: Seconds,
});
export type ClassSeconds = z.infer<typeof ClassSeconds>;

/** Verified time is all but the unverified; `compliantShare` is compliant of verified. */
const VerifiedTime = ClassSeconds.extend({ compliantShare: Share });
export type VerifiedTime = z.infer<typeof VerifiedTime>;

const CheckCounts = z.strictObject({
  /** HGS raised no objection, and the host's own evidence agrees. */
  satisfied: Count,
  failing: Count,
  /** No objection without evidence or against it, or not evaluated. */
  notDetermined: Count,
  /** The attestation mode does not judge it. */
  notApplicable: Count,
});
export type CheckCounts = z.infer<typeof CheckCounts>;

const EvidenceSeen = z.strictObject({
  label: z.string(),
  seen: z.string().nullable(),
  required: z.string().nullable(),
  /** Whether `seen` is as required. Null: that cannot be said. */
  agrees: z.boolean().nullable(),
});

const FailingCheck = z.strictObject({
  check: z.string(),
  /** Decoded from a number, not named by HGS. */
  inferred: z.boolean(),
  restartPending: z.boolean(),
  evidence: z.array(EvidenceSeen),
});

const ReportHost = z.strictObject({
  id: z.uuid(),
  hostname: z.string(),
  fqdn: z.string().nullable(),
  fabric: z.string(),
  cluster: z.string().nullable(),
  compliance: z.enum(COMPLIANCE),
  state: z.enum(STATES),
  /** HGS's own word, the last known one beside Silent. */
  attestationStatus: z.enum(ATTESTATION_STATUSES).nullable(),
  attestationMode: z.enum(ATTESTATION_MODES),
  reporting: z.enum(REPORTING),
  failingChecks: z.array(z.string()),
  causes: z.array(z.string()),
  since: Time,
  /**
   * Up to when snapshots vouch for `state`: `asOf` where one does then; else when the last one ended to. A snapshot vouches until
   * the next one, for four intervals at most. Where the next one was refused, at least until its own time. Null: none came.
   */
  verifiedUntil: Time.nullable(),
  /**
   * The newest snapshot that is certain by `asOf`, whenever that is asked: the last one where none vouches any more, and of a host
   * that is verified the first one of the day's stretch in which nothing changed.
   */
  lastObservedAt: Time.nullable(),
  /** Whether it rests on snapshots that came over an hour after they were observed. */
  lateEvidence: z.boolean(),
  shieldedVms: Count.nullable(),
  owner: z.string().nullable(),
  /** The exceptions in force that name the host, also where they do not cover every cause of it. */
  exceptionIds: z.array(z.uuid()),
  checks: CheckCounts,
  /** Which of the documented checks `checks.satisfied` counts: controls of frameworks follow from them. */
  satisfiedChecks: z.array(z.string()),
  /** Each failing check with what the host says of it. Empty for a host that passes or is silent. */
  failing: z.array(FailingCheck),
  /** Only in a report on a period. */
  verified: VerifiedTime.optional(),
});
export type ReportHost = z.infer<typeof ReportHost>;

const ReportException = z.strictObject({
  id: z.uuid(),
  number: z.string(),
  hostIds: z.array(z.uuid()),
  causes: z.array(z.string()),
  reason: z.string(),
  control: z.string(),
  owner: z.string(),
  /** The person, or the token with its maker. Never who approved it. */
  requestedBy: z.string(),
  requestedAt: Time,
  approvedBy: z.string(),
  approvedAt: Time,
  /** The number of the exception that it renewed; null where it renewed none. */
  follows: z.string().nullable(),
  inForceFrom: Time,
  reviewAt: Time,
  /** When it ended, or will end as far as was known at the end of the report: by itself, or because it was withdrawn. */
  endsAt: Time,
  /** Null where nobody had withdrawn it by the end of the report; a later withdrawal changes no report. */
  withdrawnAt: Time.nullable(),
  withdrawnBy: z.string().nullable(),
  isInForceAtEnd: z.boolean(),
});
export type ReportException = z.infer<typeof ReportException>;

const ReportPlanTask = z.strictObject({
  hostId: z.uuid(),
  kind: z.enum(GROUP_KINDS),
  causes: z.array(z.string()),
  /** The state at the end of the report; of a plan that was closed before, at its end. `done` is a person's word without proof. */
  state: z.enum(TASK_STATES),
  /** The first snapshot since it was made, or since its cause was back last, in which the cause is gone. */
  provenAt: Time.nullable(),
  /** How often its cause came back after it had been proven. */
  regressions: Count,
});

/** Work that was planned for hosts of the report: plans open at some time of it, and for a moment those closed up to 90 days before. */
const ReportPlan = z.strictObject({
  id: z.uuid(),
  /** Such as `RP-0147`. */
  number: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  /** As it was known at the end of the report; what came later changes no report. */
  state: z.enum(PLAN_STATES),
  createdBy: z.string(),
  createdAt: Time,
  closedBy: z.string().nullable(),
  closedAt: Time.nullable(),
  /** Its tasks on hosts of this report, in the order of work. Those on other hosts are neither listed nor counted. */
  tasks: z.array(ReportPlanTask),
  /** How many of these tasks there are, how many are proven, and how often a cause came back. */
  totals: z.strictObject({ tasks: Count, proven: Count, regressions: Count }),
});
export type ReportPlan = z.infer<typeof ReportPlan>;

const ReportFailure = z.strictObject({
  hostId: z.uuid(),
  hostname: z.string(),
  /** Where the host was last. */
  fabric: z.string(),
  cluster: z.string().nullable(),
  /** Every cause that it had meanwhile, by name. */
  causes: z.array(z.string()),
  /** The first snapshot that did not pass; the beginning of the period where it failed already. */
  from: Time,
  begunBefore: z.boolean(),
  /** The first snapshot that passed. Null: none came within the period. */
  to: Time.nullable(),
  /** `failing`: at the end of the period. `unverified`: nothing vouched for the host then. `left`: the fleet, unrepaired. */
  end: z.enum(FAILURE_ENDS),
  /** Up to when snapshots vouch for it within the period. */
  lastFailingAt: Time,
  /** The time from `from` to `to`; where that is null, to `lastFailingAt`. */
  seconds: Seconds,
  /** The part of them that snapshots vouch for, and of that the part under exceptions in force. */
  failingSeconds: Seconds,
  exceptedSeconds: Seconds,
});
export type ReportFailure = z.infer<typeof ReportFailure>;

/** Failures that are not listed, because they are shorter than the many that are. They count in all figures. */
const FailureSums = z.strictObject({
  count: Count,
  failingSeconds: Seconds,
  exceptedSeconds: Seconds,
  repairs: z.strictObject({ count: Count, begunBefore: Count, seconds: Seconds }),
});

const CauseCount = z.strictObject({
  cause: z.string(),
  hosts: Count,
  vmsBlocked: Count,
  /** Hosts, and the shielded VMs on them, for which this is the only cause. */
  freedAlone: z.strictObject({ hosts: Count, vms: Count }),
});

export const ReportPeriod = z.strictObject({
  /** Where the period begins earlier: when the first host enrolled, before which nothing is known. Null: it does not. */
  knownFrom: Time.nullable(),
  seconds: ClassSeconds,
  /** The share of verified time that was compliant. */
  verifiedShare: Share,
  /** The share of all hosts' time that was verified. */
  coverage: Share,
  unverifiedSeconds: Seconds,
  /** Time that rests on snapshots that came over an hour late. Part of the classes, stated by itself. */
  lateEvidenceSeconds: Seconds,
  transitions: z.strictObject({ toFailing: Count, toPassed: Count }),
  /** The longest verified time without a break in which one host failed. Null: none failed. */
  longestFailure: z.strictObject({ hostId: z.uuid(), seconds: Seconds, from: Time, to: Time }).nullable(),
  /** `count` is of those in the list of failures and of those left out of it; `hosts` failed at least once. */
  failures: z.strictObject({ count: Count, hosts: Count, leftOut: FailureSums }),
  /** Over failures that ended within the period by a snapshot that passed. Null: none did. */
  meanTimeToRepairSeconds: Seconds.nullable(),
  /** Where a failure had `begunBefore` the period, only the part within it counts in the mean. */
  repairs: z.strictObject({ count: Count, begunBefore: Count }),
  /** Host-hours that each cause took; a host with several causes counts for each. */
  hostHoursByCause: z.array(z.strictObject({ cause: z.string(), hours: z.number().nonnegative() })),
  byFabric: z.array(z.strictObject({ fabric: z.string(), hosts: Count, ...VerifiedTime.shape })),
  byCluster: z.array(
    z.strictObject({
      fabric: z.string(),
      cluster: z.string().nullable(),
      hosts: Count,
      ...VerifiedTime.shape,
    }),
  ),
  /** Hosts that left the fleet within the period, as they were last. Their time counts in all sums. */
  left: z.array(
    z.strictObject({
      id: z.uuid(),
      hostname: z.string(),
      fabric: z.string(),
      cluster: z.string().nullable(),
      leftAt: Time,
      verified: VerifiedTime,
    }),
  ),
  /** Each day of the report's zone: the classes in its last minute, 23:59, as in `/trend`. The last is the end of the period. */
  days: z.array(
    z.strictObject({
      day: z.iso.date(),
      at: Time,
      compliant: Count,
      excepted: Count,
      nonCompliant: Count,
      unverified: Count,
    }),
  ),
  /** The period of the same length before; null where history does not reach back so far. */
  before: z
    .strictObject({ from: Time, to: Time, seconds: ClassSeconds, verifiedShare: Share, coverage: Share })
    .nullable(),
});
export type ReportPeriod = z.infer<typeof ReportPeriod>;

const ControlResult = z.strictObject({
  framework: z.string(),
  frameworkVersion: z.string(),
  control: z.string(),
  title: z.string(),
  /** Satisfied only where every mapped check of every host is. */
  state: z.enum(CONTROL_STATES),
  /** All of these have to be borne out by the evidence of a host. */
  checks: z.array(z.string()),
  /** None of these may be the cause of a host, which has to pass. */
  causes: z.array(z.string()),
  /** The four add up to the hosts of the report. */
  hosts: z.strictObject({ satisfied: Count, excepted: Count, failing: Count, notDetermined: Count }),
  /** `supports`: it shows something that the control rests on. `partOf`: it shows a part of what the control asks for. */
  relation: z.enum(CONTROL_RELATIONS),
  /** Why these checks and causes speak of this control. */
  reason: z.string(),
  source: z.string(),
  /** Who else looked at this reading, and on which day. Null, both of them: nobody did. */
  reviewedBy: z.string().nullable(),
  reviewedAt: z.iso.date().nullable(),
});
export type ControlResult = z.infer<typeof ControlResult>;

const Framework = z.strictObject({
  key: z.string(),
  name: z.string(),
  version: z.string(),
  /** How many controls the framework has, what is counted as one, and how many of them the results below touch. */
  controls: Count,
  counted: z.string(),
  touched: Count,
  results: z.array(ControlResult),
});

const Installation = z.strictObject({ name: z.string().nullable(), address: z.string().nullable() });
export type Installation = z.infer<typeof Installation>;

export const ReportContent = z.strictObject({
  schemaVersion: z.literal(REPORT_SCHEMA_VERSION),
  id: z.uuid(),
  /** Such as `R-2026-11-24-01`: the day it was made on in the report's time zone, and which of that day. */
  number: z.string(),
  kind: z.enum(REPORT_KINDS),
  lang: z.enum(REPORT_LANGUAGES),
  title: z.string(),
  /** `filter` is the query string of a list of hosts; empty for every host of `fabrics`. */
  scope: z.strictObject({ filter: z.string(), fabrics: z.array(z.string()) }),
  /** The moment that the classes, states, causes and hosts are of; for a period its end. */
  asOf: Time,
  from: Time.nullable(),
  to: Time.nullable(),
  /** Where a moment lies before the first host enrolled: when it did. A period says itself since when it is known. */
  knownFrom: Time.nullable(),
  timeZone: z.string(),
  /**
   * What the hosts rest on. What was observed by `asOf` and came by `settledAt` was on time: of two reports on one moment that
   * were made after it, the later one differs in hosts with late evidence alone, and `lateHosts` counts them.
   */
  evidence: z.strictObject({ settledAt: Time, lateHosts: Count }),
  generatedAt: Time,
  /** The person, or the name of the token or schedule, that it was made for. */
  generatedBy: z.string(),
  /** Which installation made it, as its operator calls it and as people reach it; null where neither is set. */
  installation: Installation,
  product: z.strictObject({ version: z.string(), judgeVersion: z.int(), catalogueVersion: z.string() }),
  method: z.array(z.string()),
  definitions: z.array(z.strictObject({ term: z.string(), text: z.string() })),
  totals: ClassTotals,
  byFabric: z.array(TotalsOfFabric),
  byCluster: z.array(ClassTotals.extend({ fabric: z.string(), cluster: z.string().nullable() })),
  states: z.record(z.enum(STATES), Count),
  causes: z.array(CauseCount),
  checks: CheckCounts,
  byCheck: z.array(CheckCounts.extend({ check: z.string() })),
  /** Every host of the scope, those that are not compliant first, then by name. */
  hosts: z.array(ReportHost),
  exceptions: z.array(ReportException),
  /** The plans that are cited, in the order in which they were made. */
  plans: z.array(ReportPlan),
  /** The failures of a period in the order in which they began, at most ten thousand: the longest. None for a moment. */
  failures: z.array(ReportFailure),
  /** How each cause in this report is repaired, in the report's language, in the order of the catalogue. */
  remediation: z.array(z.strictObject({ cause: z.string(), title: z.string(), steps: z.array(z.string()) })),
  period: ReportPeriod.nullable(),
  frameworks: z.array(Framework),
  /** The newest entry of the audit log when the report was made. */
  auditHead: z.strictObject({ at: Time, sequence: z.string(), hash: z.string() }).nullable(),
});
export type ReportContent = z.infer<typeof ReportContent>;
