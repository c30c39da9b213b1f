import { kindToRead } from '@/lib/domain/changes';
import type { AttestationStatus, JudgedState } from '@/lib/domain/vocabulary';
import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { notTooEarly, timestamp } from '@/lib/server/db/fleet/point-in-time';
import { isOpenState, stateColumns } from '@/lib/server/db/ingest/open-segment';
import { withOtherHosts } from './other-hosts';

export type HistoryEvent = { id: string; at: Date; kind: string; detail: Record<string, unknown> };

type Period = { from: Date | null; to: Date };

const KEPT = { segment: Prisma.raw('s'), live: Prisma.raw('l') };
const STATE = stateColumns(KEPT);

const segments = rowsOf('segments of a host', {
  from: 'time',
  /** The last snapshot of the segment. */
  lastAt: 'time',
  /** Null for a faulty spell that continues. */
  coveredUntil: 'time?',
  faulty: 'boolean',
  attestationStatus: typed<AttestationStatus | null>('text'),
  /** The state to which that status was judged. */
  state: typed<JudgedState>('text'),
  failingChecks: 'texts',
  lateEvidence: 'boolean',
});

/** A stretch of verified time, or a spell of rejections, as stored in history. */
export type HistorySegment = RowOf<typeof segments>;

/** All segments up to `to`, oldest first: a run may have begun long before the time asked for. */
export function readSegments(db: Db, hostId: string, to: Date): Promise<HistorySegment[]> {
  return segments(db)`
    SELECT s.from_at AS "from", ${STATE.confirmedAt} AS "lastAt",
      nullif(${STATE.coveredUntil}, 'infinity') AS "coveredUntil",
      s.faulty, p.attestation_status AS "attestationStatus",
      coalesce(p.judged_state, 'Unknown') AS state, coalesce(p.failing_checks, '{}') AS "failingChecks",
      ${STATE.lateEvidence} AS "lateEvidence"
    FROM state_segment s LEFT JOIN host_live l ON ${isOpenState(KEPT)}
    LEFT JOIN host_profile p ON p.id = s.profile_id
    WHERE s.host_id = ${hostId}::uuid AND s.from_at <= ${timestamp(to)} ORDER BY s.from_at`;
}

/** More than anybody reads: a host that changes with every snapshot would otherwise make the answer endless. */
const MOST_EVENTS = 500;

/**
 * The newest events of the period: changes that still hold, and every enrolment, oldest first. Also says
 * whether these are all.
 */
export async function readEvents(
  db: Db,
  hostId: string,
  { from, to, fabrics }: Period & { fabrics: FabricScope },
): Promise<{ events: HistoryEvent[]; hasEarlier: boolean }> {
  if (from !== null && from > to) return { events: [], hasEarlier: false };
  const during = { gte: from === null ? undefined : notTooEarly(from), lte: notTooEarly(to) };
  const asked = [await newestEnrolments(db, hostId, during), await newestChanges(db, hostId, during)].flat();
  const events = asked.sort((a, b) => a.at.getTime() - b.at.getTime());
  const newest = await withOtherHosts(db, fabrics, events.slice(-MOST_EVENTS));
  return { events: newest, hasEarlier: events.length > MOST_EVENTS };
}

type During = { gte: Date | undefined; lte: Date };

async function newestEnrolments(db: Db, hostId: string, during: During): Promise<HistoryEvent[]> {
  const enrolments = await db.enrollment.findMany({
    where: { sourceId: hostId, enrolledAt: during },
    orderBy: { number: 'desc' },
    take: MOST_EVENTS + 1,
  });
  return enrolments.reverse().map(({ id, enrolledAt, number, hostname, fqdn, agentVersion }) => ({
    id,
    at: enrolledAt,
    kind: 'enrolled',
    detail: { enrollment: number, hostname, fqdn, agentVersion },
  }));
}

async function newestChanges(db: Db, hostId: string, during: During): Promise<HistoryEvent[]> {
  const changes = await db.change.findMany({
    // The table of enrolments has more details.
    where: { hostId, at: during, supersededAt: null, kind: { not: 'enrolled' } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MOST_EVENTS + 1,
  });
  return changes.reverse().map(({ id, at, kind, recordedAt, detail }) => ({
    id,
    at,
    kind: kindToRead(kind, detail as Record<string, unknown>),
    detail: { ...(detail as Record<string, unknown>), recordedAt: recordedAt.toISOString() },
  }));
}
