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
 * The content of a compliance report: the JSON format of every report, from which all other formats are made.
 * Times are RFC 3339 UTC, lengths are seconds, shares are between 0 and 1, or null without any items. Names
 * and values from hosts are unchanged: each format escapes them for its purpose.
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

/** How long hosts were in each class: the four add up to the time in the fleet. */
const ClassSeconds = z.strictObject({
  compliant: Seconds,
  excepted: Seconds,
  nonCompliant: Seconds,
  unverified: Seconds,
});
export type ClassSeconds = z.infer<typeof ClassSeconds>;

/** Verified time is everything except unverified time; `compliantShare` is compliant of verified. */
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
  /** Whether `seen` is as required. Null if that cannot be decided. */
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
   * The time until which snapshots vouch for `state`: `asOf` if one does then; otherwise the end of the last
   * one's time. A snapshot vouches until the next one, for at most four intervals; if the next one was
   * refused, at least until that one's time. Null if there was none.
   */
  verifiedUntil: Time.nullable(),
  /**
   * The newest snapshot that is certain at `asOf`, whenever the question is asked: the last one if none
   * vouches any more, and for a verified host the first one of the day's stretch in which nothing changed.
   */
  lastObservedAt: Time.nullable(),
  /** Whether the state rests on snapshots that arrived over an hour after they were observed. */
  lateEvidence: z.boolean(),
  shieldedVms: Count.nullable(),
  owner: z.string().nullable(),
  /** The exceptions in force that name the host, even if they do not cover all its causes. */
  exceptionIds: z.array(z.uuid()),
  checks: CheckCounts,
  /** The documented checks counted by `checks.satisfied`: controls of frameworks depend on them. */
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
  /** The person, or the token with its maker. Never the approver. */
  requestedBy: z.string(),
  requestedAt: Time,
  approvedBy: z.string(),
  approvedAt: Time,
  /** The number of the exception that it renewed; null if there is none. */
  follows: z.string().nullable(),
  inForceFrom: Time,
  reviewAt: Time,
  /** When it ended, or will end as known at the end of the report: by itself, or because it was withdrawn. */
  endsAt: Time,
  /** Null if nobody had withdrawn it by the end of the report; a later withdrawal changes no report. */
  withdrawnAt: Time.nullable(),
  withdrawnBy: z.string().nullable(),
  isInForceAtEnd: z.boolean(),
});
export type ReportException = z.infer<typeof ReportException>;

const ReportPlanTask = z.strictObject({
  hostId: z.uuid(),
  kind: z.enum(GROUP_KINDS),
  causes: z.array(z.string()),
  /**
   * The state at the end of the report, or at the end of a plan that was closed before. `done` is a person's
   * statement without proof.
   */
  state: z.enum(TASK_STATES),
  /** The first snapshot without the cause, since the task was made or its cause last returned. */
  provenAt: Time.nullable(),
  /** How often its cause returned after it had been proven. */
  regressions: Count,
});

/**
 * Work planned for hosts of the report: plans that were open at some time of it, and for a moment those
 * closed up to 90 days before.
 */
const ReportPlan = z.strictObject({
  id: z.uuid(),
  /** Such as `RP-0147`. */
  number: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  /** The state as known at the end of the report; later events change no report. */
  state: z.enum(PLAN_STATES),
  createdBy: z.string(),
  createdAt: Time,
  closedBy: z.string().nullable(),
  closedAt: Time.nullable(),
  /**
   * Its tasks on hosts of this report, in the order of work. Tasks on other hosts are neither listed nor
   * counted.
   */
  tasks: z.array(ReportPlanTask),
  /** How many of these tasks there are and how many are proven, and how often a cause returned. */
  totals: z.strictObject({ tasks: Count, proven: Count, regressions: Count }),
});
export type ReportPlan = z.infer<typeof ReportPlan>;

const ReportFailure = z.strictObject({
  hostId: z.uuid(),
  hostname: z.string(),
  /** The last fabric and cluster of the host. */
  fabric: z.string(),
  cluster: z.string().nullable(),
  /** Every cause during the failure, by name. */
  causes: z.array(z.string()),
  /** The first snapshot that did not pass; the beginning of the period if it failed before. */
  from: Time,
  begunBefore: z.boolean(),
  /** The first snapshot that passed. Null if there was none within the period. */
  to: Time.nullable(),
  /**
   * `failing`: it failed at the end of the period. `unverified`: nothing vouched for the host then. `left`:
   * it left the fleet unrepaired.
   */
  end: z.enum(FAILURE_ENDS),
  /** The time until which snapshots show the failure within the period. */
  lastFailingAt: Time,
  /** The time from `from` to `to`, or to `lastFailingAt` if that is null. */
  seconds: Seconds,
  /** The verified part of it, and the part of that under exceptions in force. */
  failingSeconds: Seconds,
  exceptedSeconds: Seconds,
});
export type ReportFailure = z.infer<typeof ReportFailure>;

/** Failures that are not listed because they are shorter than the listed ones. They count in all figures. */
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
  /** When the first host enrolled, if the period begins earlier: nothing is known before. Otherwise null. */
  knownFrom: Time.nullable(),
  seconds: ClassSeconds,
  /** The share of verified time that was compliant. */
  verifiedShare: Share,
  /** The share of all hosts' time that was verified. */
  coverage: Share,
  unverifiedSeconds: Seconds,
  /** Time that rests on snapshots over an hour late. It is part of the classes, and also given separately. */
  lateEvidenceSeconds: Seconds,
  transitions: z.strictObject({ toFailing: Count, toPassed: Count }),
  /** The longest uninterrupted verified time in which one host failed. Null if none failed. */
  longestFailure: z.strictObject({ hostId: z.uuid(), seconds: Seconds, from: Time, to: Time }).nullable(),
  /** `count` includes the listed failures and those left out; `hosts` failed at least once. */
  failures: z.strictObject({ count: Count, hosts: Count, leftOut: FailureSums }),
  /** The mean over failures that ended within the period by a snapshot that passed. Null if there were none. */
  meanTimeToRepairSeconds: Seconds.nullable(),
  /**
   * The repairs behind the mean. If a failure had `begunBefore` the period, only the part within it counts in
   * the mean.
   */
  repairs: z.strictObject({ count: Count, begunBefore: Count }),
  /** Host-hours of each cause; a host with several causes counts for each. */
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
  /** Hosts that left the fleet within the period, in their last state. Their time counts in all sums. */
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
  /**
   * Each day in the report's zone: the classes in its last minute, 23:59, as in `/trend`. The last one is the
   * end of the period.
   */
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
  /** The previous period of the same length; null if history does not reach back so far. */
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
  /** Satisfied only if every mapped check is satisfied on every host. */
  state: z.enum(CONTROL_STATES),
  /** The evidence of a host has to support all of these. */
  checks: z.array(z.string()),
  /** A host may have none of these causes and has to pass. */
  causes: z.array(z.string()),
  /** The four add up to the hosts of the report. */
  hosts: z.strictObject({ satisfied: Count, excepted: Count, failing: Count, notDetermined: Count }),
  /**
   * `supports`: it shows something that the control depends on. `partOf`: it shows a part of what the control
   * requires.
   */
  relation: z.enum(CONTROL_RELATIONS),
  /** Why these checks and causes concern this control. */
  reason: z.string(),
  source: z.string(),
  /** Who else reviewed this interpretation, and on which day. Both are null if nobody did. */
  reviewedBy: z.string().nullable(),
  reviewedAt: z.iso.date().nullable(),
});
export type ControlResult = z.infer<typeof ControlResult>;

const Framework = z.strictObject({
  key: z.string(),
  name: z.string(),
  version: z.string(),
  /** How many controls the framework has, what counts as one, and how many of them the results below concern. */
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
  /**
   * Such as `R-2026-11-24-01`: the day on which it was made in the report's time zone, and its number on that
   * day.
   */
  number: z.string(),
  kind: z.enum(REPORT_KINDS),
  lang: z.enum(REPORT_LANGUAGES),
  title: z.string(),
  /** `filter` is the query string of a list of hosts; empty for every host of `fabrics`. */
  scope: z.strictObject({ filter: z.string(), fabrics: z.array(z.string()) }),
  /** The moment of the classes, states, causes and hosts; for a period its end. */
  asOf: Time,
  from: Time.nullable(),
  to: Time.nullable(),
  /** When the first host enrolled, if a moment lies before. A period has its own `knownFrom`. */
  knownFrom: Time.nullable(),
  timeZone: z.string(),
  /**
   * The evidence behind the hosts. What was observed by `asOf` and arrived by `settledAt` was on time: two
   * reports on one moment, both made after it, differ only in hosts with late evidence, which `lateHosts`
   * counts.
   */
  evidence: z.strictObject({ settledAt: Time, lateHosts: Count }),
  generatedAt: Time,
  /** The person, or the name of the token or schedule, for which it was made. */
  generatedBy: z.string(),
  /** The installation that made it, by its operator's name and its address; null if neither is set. */
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
  /**
   * The failures of a period in the order in which they began, at most ten thousand: the longest. Empty for a
   * moment.
   */
  failures: z.array(ReportFailure),
  /** How each cause in this report is repaired, in the report's language, in the order of the catalogue. */
  remediation: z.array(z.strictObject({ cause: z.string(), title: z.string(), steps: z.array(z.string()) })),
  period: ReportPeriod.nullable(),
  frameworks: z.array(Framework),
  /** The newest entry of the audit log when the report was made. */
  auditHead: z.strictObject({ at: Time, sequence: z.string(), hash: z.string() }).nullable(),
});
export type ReportContent = z.infer<typeof ReportContent>;
