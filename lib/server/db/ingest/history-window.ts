import type { HistoryItem, Reach, StateSegment, VmSegment } from '@/lib/domain/history';
import type { State } from '@/lib/domain/vocabulary';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { Prisma } from '@/lib/server/db/client';
import { inTurns } from '@/lib/util/loop-turns';
import { msOf, timeOf } from './array-elements';
import { isOpenState, isOpenVms, stateColumns, vmsCoveredUntil } from './open-segment';

// What is read for hosts whose history is folded again from a time on. Nothing observed before the window's
// start is read as a receipt: those of older days are gone.

/** When it was observed, as far as the server's own clock can be trusted. */
const TIME = Prisma.sql`least(r.observed_at, r.known_by)`;

/** Hosts and times, as columns for unnest. */
export type HostTime = { hostId: string; time: number };

const hostsAt = (times: readonly HostTime[]) =>
  Prisma.sql`unnest(${times.map(({ hostId }) => hostId)}::uuid[], ${times.map(({ time }) => timeOf(time))}::timestamptz[])`;

const earliest = (times: readonly HostTime[]) => new Date(Math.min(...times.map(({ time }) => time)));

const reachedTimes = rowsOf('least bounds', { hostId: 'text', time: 'time' });
const segmentStarts = rowsOf('segment starts', { hostId: 'text', states: 'time?', vms: 'time?' });
const longFolds = rowsOf('hosts of long folds', { hostId: 'text' });
const lastAttested = rowsOf('last attested', { hostId: 'text', at: 'time' });

/** The earliest stored item of each host that may limit the new ones. */
export async function loadLeastBounds(
  tx: Db,
  reaches: readonly (Reach & { hostId: string })[],
  start: Date,
): Promise<Map<string, number>> {
  if (reaches.length === 0) return new Map();
  const rows = await reachedTimes(tx)`
    SELECT v.host_id AS "hostId", min(${TIME}) AS time
    FROM unnest(${reaches.map(({ hostId }) => hostId)}::uuid[], ${reaches.map(({ enrollment }) => enrollment)}::int[],
      ${reaches.map(({ aboveSequence }) => aboveSequence)}::bigint[]) AS v(host_id, enrollment, sequence)
    JOIN snapshot_receipt r ON r.host_id = v.host_id AND r.enrollment = v.enrollment AND r.sequence > v.sequence
    WHERE r.prompt AND r.outcome = 'stored' AND r.received_at >= ${start} AND r.observed_at >= ${start}
    GROUP BY 1`;
  return new Map(rows.map(({ hostId, time }) => [hostId, time.getTime()]));
}

/** The beginnings of the newest segments of each host before a time, from `start` on. */
export async function loadSegmentStarts(
  tx: Db,
  before: readonly HostTime[],
  start: Date,
): Promise<Map<string, { states: number | null; vms: number | null }>> {
  const rows = await segmentStarts(tx)`
    SELECT v.host_id AS "hostId",
      (SELECT s.from_at FROM state_segment s WHERE s.host_id = v.host_id AND NOT s.faulty AND s.from_at < v.before
        AND s.from_at >= ${start} ORDER BY s.from_at DESC LIMIT 1) AS states,
      (SELECT s.from_at FROM vm_segment s WHERE s.host_id = v.host_id AND s.from_at < v.before
        AND s.from_at >= ${start} ORDER BY s.from_at DESC LIMIT 1) AS vms
    FROM ${hostsAt(before)} AS v(host_id, before)`;
  return new Map(rows.map(({ hostId, states, vms }) => [hostId, { states: msOf(states), vms: msOf(vms) }]));
}

/**
 * Those of these hosts whose fold from these times on would have more than `most` receipts. At most that many
 * are read.
 */
export async function findLongFolds(tx: Db, from: readonly HostTime[], most: number): Promise<string[]> {
  if (from.length === 0) return [];
  const rows = await longFolds(tx)`
    SELECT v.host_id AS "hostId"
    FROM ${hostsAt(from)} AS v(host_id, since)
    WHERE EXISTS (SELECT FROM snapshot_receipt r WHERE r.host_id = v.host_id AND r.observed_at >= v.since AND r.counts
      AND r.received_at >= ${earliest(from)} OFFSET ${most})`;
  return rows.map(({ hostId }) => hostId);
}

const RECEIPT = {
  hostId: 'text',
  id: 'text',
  observedAt: 'time',
  knownBy: 'time?',
  rejected: 'boolean',
  enrollment: 'number',
  sequence: 'bigint?',
  prompt: 'boolean',
  stepped: 'boolean',
  spoolEmpty: 'boolean',
  intervalSeconds: 'number',
  late: 'boolean',
  clockOffsetMs: 'bigint?',
  profileId: 'text?',
  judgedState: typed<State | null>('text'),
  vmsTotal: 'number?',
  vmsRunning: 'number?',
  document: 'text?',
} as const;
const itemsSince = rowsOf('receipts since', RECEIPT);
const highestItems = rowsOf('receipts of the highest sequences', RECEIPT);
type ReceiptRecord = RowOf<typeof itemsSince>;

const ITEM = Prisma.sql`r.host_id AS "hostId", r.snapshot_id AS id, r.observed_at AS "observedAt", r.known_by AS "knownBy",
      r.outcome = 'rejected' AS rejected, r.enrollment, r.sequence, r.prompt, r.stepped, r.spool_empty AS "spoolEmpty",
      r.told_interval AS "intervalSeconds", r.received_at - r.observed_at > interval '1 hour' AS late,
      r.clock_offset_ms AS "clockOffsetMs", r.profile_id AS "profileId", p.judged_state AS "judgedState",
      r.vms_total AS "vmsTotal", r.vms_running AS "vmsRunning", encode(r.document_digest, 'hex') AS document`;

/**
 * The receipts that a fold from these times on needs: those observed since, and the earlier ones with the
 * highest sequences, on which the order of later ones may depend.
 */
export async function loadItems(
  tx: Db,
  from: readonly HostTime[],
  start: Date,
): Promise<Map<string, HistoryItem[]>> {
  const since = earliest(from);
  const records = await itemsSince(tx)`
    SELECT ${ITEM}
    FROM ${hostsAt(from)} AS v(host_id, since)
    JOIN snapshot_receipt r ON r.host_id = v.host_id AND r.observed_at >= v.since
    LEFT JOIN host_profile p ON p.id = r.profile_id
    WHERE r.counts AND r.received_at >= ${since}`;
  const highest = await highestItems(tx)`
    SELECT DISTINCT ON (r.host_id, r.enrollment, r.prompt) ${ITEM}
    FROM ${hostsAt(from)} AS v(host_id, since)
    JOIN snapshot_receipt r ON r.host_id = v.host_id AND r.observed_at < v.since
    LEFT JOIN host_profile p ON p.id = r.profile_id
    WHERE r.outcome = 'stored' AND r.sequence IS NOT NULL AND r.received_at >= ${start} AND r.observed_at >= ${start}
    ORDER BY r.host_id, r.enrollment, r.prompt, r.sequence DESC`;
  const items = new Map<string, HistoryItem[]>();
  await inTurns([...records, ...highest], (record) => {
    const ofHost = items.get(record.hostId);
    if (ofHost === undefined) items.set(record.hostId, [toItem(record)]);
    else ofHost.push(toItem(record));
  });
  return items;
}

const toItem = ({ hostId: _, ...record }: ReceiptRecord): HistoryItem => ({
  ...record,
  observedAt: record.observedAt.getTime(),
  knownBy: msOf(record.knownBy),
  sequence: record.sequence === null ? null : Number(record.sequence),
  clockOffsetMs: record.clockOffsetMs === null ? null : Number(record.clockOffsetMs),
});

const priorStates = rowsOf('prior states', {
  hostId: 'text',
  from: 'time',
  confirmedAt: 'time',
  coveredUntil: 'time?',
  faulty: 'boolean',
  profileId: 'text?',
  judgedState: typed<State | null>('text'),
  since: 'time',
  lateEvidence: 'boolean',
  clockOffsetMs: 'bigint?',
});

const FOUND = { segment: Prisma.raw('s'), live: Prisma.raw('l') };
const STATE = stateColumns(FOUND);

/** The last segment of each host that begins before a time; a fold from there starts with it. */
export async function loadPriorStates(
  tx: Db,
  before: readonly HostTime[],
): Promise<Map<string, StateSegment>> {
  const records = await priorStates(tx)`
    SELECT h.id AS "hostId", s.from_at AS "from", ${STATE.confirmedAt} AS "confirmedAt",
      nullif(${STATE.coveredUntil}, 'infinity') AS "coveredUntil", s.faulty, s.profile_id AS "profileId",
      p.judged_state AS "judgedState", s.since, ${STATE.lateEvidence} AS "lateEvidence",
      ${STATE.clockOffsetMs} AS "clockOffsetMs"
    FROM ${hostsAt(before)} AS h(id, before)
    CROSS JOIN LATERAL (
      SELECT * FROM state_segment WHERE host_id = h.id AND from_at < h.before ORDER BY from_at DESC LIMIT 1
    ) s
    LEFT JOIN host_live l ON ${isOpenState(FOUND)}
    LEFT JOIN host_profile p ON p.id = s.profile_id`;
  return new Map(
    records.map(({ hostId, ...record }) => [
      hostId,
      {
        ...record,
        from: record.from.getTime(),
        confirmedAt: record.confirmedAt.getTime(),
        coveredUntil: msOf(record.coveredUntil) ?? Number.POSITIVE_INFINITY,
        since: record.since.getTime(),
        clockOffsetMs: record.clockOffsetMs === null ? null : Number(record.clockOffsetMs),
      },
    ]),
  );
}

const priorVms = rowsOf('prior VMs', {
  hostId: 'text',
  from: 'time',
  coveredUntil: 'time',
  total: 'number?',
  running: 'number?',
});

export async function loadPriorVms(tx: Db, before: readonly HostTime[]): Promise<Map<string, VmSegment>> {
  const records = await priorVms(tx)`
    SELECT h.id AS "hostId", s.from_at AS "from", ${vmsCoveredUntil(FOUND)} AS "coveredUntil", s.total, s.running
    FROM ${hostsAt(before)} AS h(id, before)
    CROSS JOIN LATERAL (
      SELECT * FROM vm_segment WHERE host_id = h.id AND from_at < h.before ORDER BY from_at DESC LIMIT 1
    ) s
    LEFT JOIN host_live l ON ${isOpenVms(FOUND)}`;
  return new Map(
    records.map(({ hostId, ...record }) => [
      hostId,
      { ...record, from: record.from.getTime(), coveredUntil: record.coveredUntil.getTime() },
    ]),
  );
}

/** The last stored snapshot before a faulty spell, which is the meaning of "last observed" during one. */
export async function loadLastAttested(tx: Db, before: readonly HostTime[]): Promise<Map<string, number>> {
  const rows = await lastAttested(tx)`
    SELECT h.id AS "hostId", s.confirmed_at AS at
    FROM ${hostsAt(before)} AS h(id, before)
    CROSS JOIN LATERAL (
      SELECT confirmed_at FROM state_segment
      WHERE host_id = h.id AND NOT faulty AND from_at < h.before ORDER BY from_at DESC LIMIT 1
    ) s`;
  return new Map(rows.map(({ hostId, at }) => [hostId, at.getTime()]));
}

/** Deletes the segments of these hosts from these times on, before a fold writes them again. */
export async function clearHistory(
  tx: Db,
  states: readonly HostTime[],
  vms: readonly HostTime[],
): Promise<void> {
  await tx.$executeRaw`DELETE FROM state_segment s USING ${hostsAt(states)} AS v(host_id, since)
    WHERE s.host_id = v.host_id AND s.from_at >= v.since AND s.from_at >= ${earliest(states)}`;
  await tx.$executeRaw`DELETE FROM vm_segment s USING ${hostsAt(vms)} AS v(host_id, since)
    WHERE s.host_id = v.host_id AND s.from_at >= v.since AND s.from_at >= ${earliest(vms)}`;
}

/**
 * Records that the server had what these hosts sent while its clock was ahead by these times at the latest.
 * What was received after `limit` has a time in the future. If the clock is corrected in steps, each step
 * lowers these times.
 */
export async function markKnownBy(tx: Db, known: readonly HostTime[], limit: Date): Promise<void> {
  await tx.$executeRaw`UPDATE snapshot_receipt r SET known_by = v.known_by FROM ${hostsAt(known)} AS v(host_id, known_by)
    WHERE r.host_id = v.host_id AND r.received_at > ${limit}
      AND (r.known_by IS NULL OR r.known_by > v.known_by)`;
}
