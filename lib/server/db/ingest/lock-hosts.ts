import type { JudgedState } from '@/lib/domain/vocabulary';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { plainArray } from './array-elements';

const locks = rowsOf('lock of hosts', { locked: 'number' });
const hosts = rowsOf('locked hosts', {
  hostId: 'text',
  enrollment: 'number',
  hostname: 'text',
  fqdn: 'text?',
  machineId: 'text?',
  /** The names in its newest snapshot. */
  claimedNameKey: 'text?',
  claimedMachineId: 'text?',
  /** Whether a snapshot was stored under the present enrolment. */
  confirmed: 'boolean',
  documentDigest: 'text?',
  documentMonth: 'text?',
  profileId: 'text?',
  judgedState: typed<JudgedState | null>('text'),
  judgeVersion: 'number?',
  profileHostname: 'text?',
  profileFqdn: 'text?',
  since: 'number?',
  vmsTotal: 'number?',
  vmsRunning: 'number?',
  toldInterval: 'number',
  lastObservedAt: 'number?',
  lateAfter: 'number?',
  silentAfter: 'number?',
  maxObservedAt: 'number?',
  sequence: 'number?',
  lastRejectedAt: 'number?',
  lastRejectedCode: 'text?',
  clockOffsetMs: 'number?',
  segmentFrom: 'number?',
  segmentLate: 'boolean',
  vmSegmentFrom: 'number?',
  agentDropped: 'number?',
  /** How many receipts it has in the newest period of eight days, and in the previous one. */
  receivedPeriod: 'number',
  received: 'number',
  receivedBefore: 'number',
  /** The shortest interval that it was told in each of these periods; null without receipts. */
  receivedShortest: 'number?',
  receivedBeforeShortest: 'number?',
  overLimitSince: 'number?',
});

/** A host as ingest needs it, read after its row was locked. Times are in milliseconds. */
export type LockedHost = RowOf<typeof hosts> & {
  /**
   * The time by which the server had everything that the host sent while the server's clock was ahead. Ingest
   * sets it; it is not read.
   */
  knownBy?: number;
};

/**
 * Statement 1 locks in the order of ids (no deadlock between batches); statement 2 reads with a fresh view. A
 * single statement would read the state before the lock.
 */
export async function lockHosts(tx: Db, hostIds: readonly string[]): Promise<Map<string, LockedHost>> {
  const ids = plainArray(hostIds);
  await locks(tx)`
    SELECT 1 AS locked FROM host_live WHERE host_id = ANY(${ids}::uuid[]) ORDER BY host_id FOR UPDATE`;
  const records = await hosts(tx)`
    SELECT h.id AS "hostId", s.enrollment, h.enrolled_hostname AS hostname, h.enrolled_fqdn AS fqdn, h.machine_id AS "machineId",
      h.claimed_name_key AS "claimedNameKey", h.claimed_machine_id AS "claimedMachineId", s.confirmed_at IS NOT NULL AS confirmed,
      encode(h.document_digest, 'hex') AS "documentDigest", h.document_month::text AS "documentMonth",
      h.profile_id AS "profileId", p.judged_state AS "judgedState", p.judge_version AS "judgeVersion",
      p.hostname AS "profileHostname", p.fqdn AS "profileFqdn", round(date_part('epoch', h.since) * 1000) AS since,
      h.shielded_vms AS "vmsTotal", h.shielded_vms_running AS "vmsRunning",
      l.told_interval AS "toldInterval", round(date_part('epoch', l.last_observed_at) * 1000) AS "lastObservedAt",
      round(date_part('epoch', l.late_after) * 1000) AS "lateAfter",
      round(date_part('epoch', l.silent_after) * 1000) AS "silentAfter",
      round(date_part('epoch', l.max_observed_at) * 1000) AS "maxObservedAt",
      l.sequence::float8 AS sequence, round(date_part('epoch', l.last_rejected_at) * 1000) AS "lastRejectedAt",
      l.last_rejected_code AS "lastRejectedCode", l.clock_offset_ms::float8 AS "clockOffsetMs",
      round(date_part('epoch', l.segment_from) * 1000) AS "segmentFrom", l.segment_late AS "segmentLate",
      round(date_part('epoch', l.vm_segment_from) * 1000) AS "vmSegmentFrom", l.agent_dropped::float8 AS "agentDropped",
      l.received_period AS "receivedPeriod", l.received, l.received_before AS "receivedBefore",
      l.received_shortest AS "receivedShortest", l.received_before_shortest AS "receivedBeforeShortest",
      round(date_part('epoch', l.over_limit_since) * 1000) AS "overLimitSince"
    FROM host_live l
    JOIN host h ON h.id = l.host_id
    JOIN source s ON s.id = l.host_id
    LEFT JOIN host_profile p ON p.id = h.profile_id
    WHERE l.host_id = ANY(${ids}::uuid[])`;
  return new Map(records.map((record) => [record.hostId, record]));
}

const receipts = rowsOf('known receipts', {
  hostId: 'text',
  snapshotId: 'text',
  digest: 'text',
  outcome: typed<'stored' | 'rejected'>('text'),
  sequence: 'number?',
  code: 'text?',
  message: 'text?',
  pointer: 'text?',
  observedAt: 'time',
});

/** Earlier answers for these ids, so that a repetition gets the same answer. */
export type KnownReceipt = RowOf<typeof receipts>;

export async function findReceipts(
  tx: Db,
  keys: readonly { hostId: string; snapshotId: string }[],
): Promise<KnownReceipt[]> {
  return receipts(tx)`
    SELECT r.host_id AS "hostId", r.snapshot_id AS "snapshotId", encode(r.digest, 'hex') AS digest, r.outcome, r.sequence::float8 AS sequence,
      r.code, r.message, r.pointer, r.observed_at AS "observedAt"
    FROM unnest(${plainArray(keys.map((key) => key.hostId))}::uuid[], ${keys.map((key) => key.snapshotId)}::text[]) AS k(host_id, snapshot_id)
    JOIN snapshot_receipt r ON r.host_id = k.host_id AND r.snapshot_id = k.snapshot_id
    ORDER BY r.received_at`;
}
