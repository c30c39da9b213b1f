import type { StateSegment, VmSegment } from '@/lib/domain/history';
import { Prisma } from '@/lib/server/db/client';
import type { Sql } from '@/lib/server/db/direct';
import { listOf, plainArray, textOf, timeOf } from './array-elements';
import { MOST_CONTENT_CHANGES_A_DAY } from './noisy-hosts';

/** A row of host_profile: everything a list can show or filter by. */
export type ProfileRow = {
  id: string;
  judgeVersion: number;
  hostname: string;
  fqdn: string | null;
  cluster: string | null;
  os: string | null;
  osCaption: string | null;
  osVersion: string | null;
  manufacturer: string | null;
  model: string | null;
  firmwareVersion: string | null;
  mode: string;
  judgedState: string;
  attestationStatus: string | null;
  failingChecks: readonly string[];
  inferredChecks: readonly string[];
  causes: readonly string[];
  contradictory: boolean;
  agentVersion: string | null;
  riskFlags: readonly string[];
  /** Null where the host did not say, or this version of the product did not ask. */
  ciPolicy: string | null;
  tpm: string | null;
  bootStage: string;
  search: string;
};

export async function writeProfiles(tx: Sql, profiles: readonly ProfileRow[]): Promise<void> {
  if (profiles.length === 0) return;
  const text = (pick: (row: ProfileRow) => string | null) => profiles.map((row) => textOf(pick(row)));
  const lists = (pick: (row: ProfileRow) => readonly string[]) => profiles.map((row) => listOf(pick(row)));
  await tx.$executeRaw`
    INSERT INTO host_profile (id, judge_version, hostname, fqdn, cluster, os, os_caption, os_version, manufacturer, model,
      firmware_version, mode, judged_state, attestation_status, failing_checks, inferred_checks, causes, contradictory,
      agent_version, risk_flags, ci_policy, tpm, boot_stage, search)
    SELECT v.id, v.judge_version, v.hostname, v.fqdn, v.cluster, v.os, v.os_caption, v.os_version, v.manufacturer, v.model,
      v.firmware_version, v.mode, v.judged_state, v.attestation_status, v.failing_checks::text[], v.inferred_checks::text[],
      v.causes::text[], v.contradictory, v.agent_version, v.risk_flags::text[], v.ci_policy, v.tpm, v.boot_stage, v.search
    FROM unnest(${profiles.map((row) => row.id)}::uuid[], ${profiles.map((row) => row.judgeVersion)}::int[],
      ${text((row) => row.hostname)}::text[], ${text((row) => row.fqdn)}::text[], ${text((row) => row.cluster)}::text[],
      ${text((row) => row.os)}::text[], ${text((row) => row.osCaption)}::text[], ${text((row) => row.osVersion)}::text[],
      ${text((row) => row.manufacturer)}::text[], ${text((row) => row.model)}::text[], ${text((row) => row.firmwareVersion)}::text[],
      ${text((row) => row.mode)}::text[], ${text((row) => row.judgedState)}::text[], ${text((row) => row.attestationStatus)}::text[],
      ${lists((row) => row.failingChecks)}::text[], ${lists((row) => row.inferredChecks)}::text[], ${lists((row) => row.causes)}::text[],
      ${profiles.map((row) => row.contradictory)}::boolean[], ${text((row) => row.agentVersion)}::text[],
      ${lists((row) => row.riskFlags)}::text[], ${text((row) => row.ciPolicy)}::text[], ${text((row) => row.tpm)}::text[],
      ${text((row) => row.bootStage)}::text[], ${text((row) => row.search)}::text[])
      AS v(id, judge_version, hostname, fqdn, cluster, os, os_caption, os_version, manufacturer, model, firmware_version, mode,
        judged_state, attestation_status, failing_checks, inferred_checks, causes, contradictory, agent_version, risk_flags, ci_policy, tpm,
        boot_stage, search)
    ORDER BY v.id
    ON CONFLICT (id) DO NOTHING`;
}

export type ReceiptRow = {
  hostId: string;
  snapshotId: string;
  digest: string;
  outcome: 'stored' | 'rejected';
  code: string | null;
  message: string | null;
  pointer: string | null;
  observedAt: number;
  receivedAt: number;
  enrollment: number;
  sequence: number | null;
  prompt: boolean;
  stepped: boolean;
  spoolEmpty: boolean;
  counts: boolean;
  toldInterval: number;
  clockOffsetMs: number | null;
  profileId: string | null;
  vmsTotal: number | null;
  vmsRunning: number | null;
  documentDigest: string | null;
};

export async function writeReceipts(tx: Sql, rows: readonly ReceiptRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO snapshot_receipt (host_id, snapshot_id, digest, outcome, code, message, pointer, observed_at, received_at,
      enrollment, sequence, prompt, stepped, spool_empty, counts, told_interval, clock_offset_ms, profile_id, vms_total,
      vms_running, document_digest)
    SELECT v.host_id, v.snapshot_id, decode(v.digest, 'hex'), v.outcome, v.code, v.message, v.pointer, to_timestamp(v.observed_at / 1000),
      to_timestamp(v.received_at / 1000), v.enrollment, v.sequence, v.prompt, v.stepped, v.spool_empty, v.counts, v.told_interval,
      v.clock_offset_ms, v.profile_id, v.vms_total, v.vms_running, decode(v.document_digest, 'hex')
    FROM unnest(${plainArray(rows.map((row) => row.hostId))}::uuid[], ${rows.map((row) => textOf(row.snapshotId))}::text[],
      ${plainArray(rows.map((row) => row.digest))}::text[], ${plainArray(rows.map((row) => row.outcome))}::text[], ${plainArray(rows.map((row) => row.code))}::text[],
      ${rows.map((row) => textOf(row.message))}::text[], ${rows.map((row) => textOf(row.pointer))}::text[],
      ${plainArray(rows.map((row) => row.observedAt))}::float8[], ${plainArray(rows.map((row) => row.receivedAt))}::float8[],
      ${plainArray(rows.map((row) => row.enrollment))}::int[], ${plainArray(rows.map((row) => row.sequence))}::bigint[], ${plainArray(rows.map((row) => row.prompt))}::boolean[],
      ${plainArray(rows.map((row) => row.stepped))}::boolean[], ${plainArray(rows.map((row) => row.spoolEmpty))}::boolean[], ${plainArray(rows.map((row) => row.counts))}::boolean[],
      ${plainArray(rows.map((row) => row.toldInterval))}::int[], ${plainArray(rows.map((row) => row.clockOffsetMs))}::bigint[], ${plainArray(rows.map((row) => row.profileId))}::uuid[],
      ${plainArray(rows.map((row) => row.vmsTotal))}::int[], ${plainArray(rows.map((row) => row.vmsRunning))}::int[], ${plainArray(rows.map((row) => row.documentDigest))}::text[])
      AS v(host_id, snapshot_id, digest, outcome, code, message, pointer, observed_at, received_at, enrollment, sequence, prompt,
        stepped, spool_empty, counts, told_interval, clock_offset_ms, profile_id, vms_total, vms_running, document_digest)`;
}

export type Owned<T> = T & { hostId: string };

export async function writeStates(tx: Sql, rows: readonly Owned<StateSegment>[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO state_segment (host_id, from_at, confirmed_at, covered_until, faulty, profile_id, since, late_evidence, clock_offset_ms)
    SELECT * FROM unnest(${rows.map((row) => row.hostId)}::uuid[], ${rows.map((row) => timeOf(row.from))}::timestamptz[],
      ${rows.map((row) => timeOf(row.confirmedAt))}::timestamptz[], ${rows.map((row) => timeOf(row.coveredUntil))}::timestamptz[],
      ${rows.map((row) => row.faulty)}::boolean[], ${rows.map((row) => row.profileId)}::uuid[], ${rows.map((row) => timeOf(row.since))}::timestamptz[],
      ${rows.map((row) => row.lateEvidence)}::boolean[], ${rows.map((row) => row.clockOffsetMs)}::bigint[])
    ON CONFLICT (host_id, from_at) DO UPDATE SET confirmed_at = excluded.confirmed_at, covered_until = excluded.covered_until,
      faulty = excluded.faulty, profile_id = excluded.profile_id, since = excluded.since, late_evidence = excluded.late_evidence,
      clock_offset_ms = excluded.clock_offset_ms`;
}

export async function writeVms(tx: Sql, rows: readonly Owned<VmSegment>[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO vm_segment (host_id, from_at, covered_until, total, running)
    SELECT * FROM unnest(${rows.map((row) => row.hostId)}::uuid[], ${rows.map((row) => timeOf(row.from))}::timestamptz[],
      ${rows.map((row) => timeOf(row.coveredUntil))}::timestamptz[], ${rows.map((row) => row.total)}::int[], ${rows.map((row) => row.running)}::int[])
    ON CONFLICT (host_id, from_at) DO UPDATE SET covered_until = excluded.covered_until, total = excluded.total, running = excluded.running`;
}

export type LiveRow = {
  hostId: string;
  toldInterval: number;
  lastObservedAt: number | null;
  lateAfter: number | null;
  silentAfter: number | null;
  maxObservedAt: number | null;
  sequence: number | null;
  lastRejectedAt: number | null;
  lastRejectedCode: string | null;
  newRejections: number;
  clockOffsetMs: number | null;
  agentDropped: number | null;
  segmentFrom: number | null;
  segmentLate: boolean;
  vmSegmentFrom: number | null;
  receivedPeriod: number;
  received: number;
  receivedBefore: number;
  receivedShortest: number | null;
  receivedBeforeShortest: number | null;
  overLimitSince: number | null;
};

export async function writeLive(tx: Sql, rows: readonly LiveRow[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE host_live l SET told_interval = v.told_interval, last_observed_at = to_timestamp(v.last_observed_at / 1000), late_after = to_timestamp(v.late_after / 1000),
      silent_after = to_timestamp(v.silent_after / 1000), max_observed_at = to_timestamp(v.max_observed_at / 1000), sequence = v.sequence, last_rejected_at = to_timestamp(v.last_rejected_at / 1000),
      last_rejected_code = v.last_rejected_code, rejections = l.rejections + v.new_rejections, clock_offset_ms = v.clock_offset_ms,
      agent_dropped = coalesce(v.agent_dropped, l.agent_dropped), segment_from = to_timestamp(v.segment_from / 1000), segment_late = v.segment_late,
      vm_segment_from = to_timestamp(v.vm_segment_from / 1000), received_period = v.received_period, received = v.received,
      received_before = v.received_before, received_shortest = v.received_shortest,
      received_before_shortest = v.received_before_shortest, over_limit_since = to_timestamp(v.over_limit_since / 1000)
    FROM unnest(${plainArray(rows.map((row) => row.hostId))}::uuid[], ${plainArray(rows.map((row) => row.toldInterval))}::int[],
      ${plainArray(rows.map((row) => row.lastObservedAt))}::float8[], ${plainArray(rows.map((row) => row.lateAfter))}::float8[],
      ${plainArray(rows.map((row) => row.silentAfter))}::float8[], ${plainArray(rows.map((row) => row.maxObservedAt))}::float8[],
      ${plainArray(rows.map((row) => row.sequence))}::bigint[], ${plainArray(rows.map((row) => row.lastRejectedAt))}::float8[],
      ${plainArray(rows.map((row) => row.lastRejectedCode))}::text[], ${plainArray(rows.map((row) => row.newRejections))}::bigint[],
      ${plainArray(rows.map((row) => row.clockOffsetMs))}::bigint[], ${plainArray(rows.map((row) => row.agentDropped))}::bigint[],
      ${plainArray(rows.map((row) => row.segmentFrom))}::float8[], ${plainArray(rows.map((row) => row.segmentLate))}::boolean[],
      ${plainArray(rows.map((row) => row.vmSegmentFrom))}::float8[], ${plainArray(rows.map((row) => row.receivedPeriod))}::int[],
      ${plainArray(rows.map((row) => row.received))}::int[], ${plainArray(rows.map((row) => row.receivedBefore))}::int[],
      ${plainArray(rows.map((row) => row.receivedShortest))}::int[], ${plainArray(rows.map((row) => row.receivedBeforeShortest))}::int[],
      ${plainArray(rows.map((row) => row.overLimitSince))}::float8[])
      AS v(host_id, told_interval, last_observed_at, late_after, silent_after, max_observed_at, sequence, last_rejected_at,
        last_rejected_code, new_rejections, clock_offset_ms, agent_dropped, segment_from, segment_late, vm_segment_from,
        received_period, received, received_before, received_shortest, received_before_shortest, over_limit_since)
    WHERE l.host_id = v.host_id`;
}

export type HostUpdate = {
  hostId: string;
  profileId: string | null;
  since: number | null;
  vmsTotal: number | null;
  vmsRunning: number | null;
  documentDigest: string | null;
  documentMonth: string | null;
};

/**
 * Only for hosts whose profile, state, VM counts or document changed: this row carries the indexes. It counts
 * the day's changes of content as well; a host stays noisy for as long as the day before was.
 */
export async function writeHosts(tx: Sql, rows: readonly HostUpdate[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  const isOther = Prisma.sql`h.document_digest <> decode(v.document_digest, 'hex')`;
  const today = Prisma.sql`${now}::timestamptz::date`;
  const most = Prisma.sql`${MOST_CONTENT_CHANGES_A_DAY}::int`;
  await tx.$executeRaw`
    UPDATE host h SET profile_id = v.profile_id, since = v.since, shielded_vms = v.vms_total, shielded_vms_running = v.vms_running,
      document_digest = decode(v.document_digest, 'hex'), document_month = v.document_month,
      content_day = CASE WHEN ${isOther} THEN ${today} ELSE h.content_day END,
      content_changes = CASE WHEN NOT coalesce(${isOther}, false) THEN h.content_changes
        WHEN h.content_day = ${today} THEN h.content_changes + 1 ELSE 1 END,
      noisy = CASE WHEN NOT coalesce(${isOther}, false) THEN h.noisy
        WHEN h.content_day = ${today} THEN h.noisy OR h.content_changes + 1 > ${most}
        ELSE h.noisy AND h.content_changes > ${most} AND h.content_day = ${today} - 1 END
    FROM unnest(${plainArray(rows.map((row) => row.hostId))}::uuid[], ${plainArray(rows.map((row) => row.profileId))}::uuid[], ${rows.map((row) => timeOf(row.since))}::timestamptz[],
      ${plainArray(rows.map((row) => row.vmsTotal))}::int[], ${plainArray(rows.map((row) => row.vmsRunning))}::int[], ${plainArray(rows.map((row) => row.documentDigest))}::text[],
      ${rows.map((row) => row.documentMonth)}::date[])
      AS v(host_id, profile_id, since, vms_total, vms_running, document_digest, document_month)
    WHERE h.id = v.host_id`;
}

/** The same token and machine can no longer ask for a lost reply again once a snapshot is stored. */
export async function confirmEnrollments(tx: Sql, hostIds: readonly string[], at: Date): Promise<void> {
  if (hostIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE enrollment e SET confirmed_at = ${at}
    FROM host h
    WHERE h.id = ANY(${hostIds}::uuid[]) AND e.host_id = h.id AND e.number = h.enrollment AND e.confirmed_at IS NULL`;
}
