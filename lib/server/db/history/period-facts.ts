import { WINDOW_DAYS } from '@/lib/domain/retention';
import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { DAY_MS } from '@/lib/util/durations';
import { type Period, verifiedSpans } from './compliance-time';

const spans = rowsOf('verified spans', {
  hostId: 'text',
  from: 'time',
  to: 'time',
  isPassed: 'boolean',
  causes: 'texts',
});
export type SpanRow = RowOf<typeof spans>;

/** The verified time of some hosts within a period, host by host, oldest first. */
export const verifiedSpansOf = (db: Db, period: Period, hostIds: readonly string[]): Promise<SpanRow[]> =>
  spans(db)`
    SELECT p.host_id AS "hostId", p.from_at AS "from", p.to_at AS "to", p.judged_state = 'Passed' AS "isPassed", p.causes
    FROM (${verifiedSpans(period, hostIds)}) p WHERE p.from_at < p.to_at ORDER BY p.host_id, p.from_at`;

const late = rowsOf('late evidence', { hostId: 'text', seconds: 'number' });

/** How much of each host's verified time rests on snapshots that arrived over an hour after they were observed. */
export const lateEvidenceOf = (db: Db, period: Period): Promise<{ hostId: string; seconds: number }[]> =>
  late(db)`
    SELECT p.host_id AS "hostId", sum(extract(epoch FROM p.to_at - p.from_at))::float8 AS seconds
    FROM (${verifiedSpans(period, null)}) p WHERE p.late_evidence AND p.from_at < p.to_at GROUP BY 1`;

/**
 * Evidence that arrives after a moment about a time before it belongs to the days within which snapshots are
 * placed, or to the moment's midnight.
 */
const LATE_MS = (WINDOW_DAYS + 1) * DAY_MS;

const lateIds = rowsOf('hosts with late evidence', { hostId: 'text' });

/**
 * Hosts whose state at a moment may rest on snapshots that arrived over an hour after they were observed.
 * Whether a segment began that way is stored when it opens, and holds for all of it.
 */
export async function lateHosts(db: Db, moment: Date): Promise<ReadonlySet<string>> {
  const rows = await lateIds(db)`
    SELECT DISTINCT host_id::text AS "hostId" FROM state_segment
    WHERE from_at > ${timestamp(new Date(moment.getTime() - LATE_MS))} AND from_at <= ${timestamp(moment)} AND late_evidence`;
  return new Set(rows.map(({ hostId }) => hostId));
}

const leaving = rowsOf('hosts that left', { hostId: 'text', leftAt: 'time' });

/** Hosts that were in the fleet within a period but not at its end. */
export function hostsThatLeft(
  db: Db,
  { from, to }: Period,
  fabrics: FabricScope,
): Promise<{ hostId: string; leftAt: Date }[]> {
  const scope = fabrics === 'all' ? Prisma.sql`TRUE` : Prisma.sql`fabric_id = ANY(${[...fabrics]}::uuid[])`;
  return leaving(db)`
    SELECT id AS "hostId", retired_at AS "leftAt" FROM host
    WHERE enrolled_at < ${timestamp(to)} AND retired_at > ${timestamp(from)} AND retired_at <= ${timestamp(to)} AND ${scope}
    ORDER BY retired_at, id`;
}
