import type { FactCount, HostFacts } from '@/lib/domain/wave/facts';
import type { LaterTurn } from '@/lib/domain/wave/progress';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { answering, matchingHosts } from './matching-hosts';

const FACTS = Prisma.sql`p.cluster, p.model, p.firmware_version AS firmware, p.os_version AS "osBuild",
  p.ci_policy AS "ciPolicy", p.agent_version AS agent`;
const FACT_KINDS = {
  cluster: 'text?',
  model: 'text?',
  firmware: 'text?',
  osBuild: 'text?',
  ciPolicy: 'text?',
  agent: 'text?',
} as const;

const factCounts = rowsOf('facts of the rest', { ...FACT_KINDS, hosts: 'number' });

/** How many hosts of the fleet, without these, have which combination of facts. */
export const countFactsBeside = (
  db: Db,
  question: FleetQuestion,
  left: readonly string[],
): Promise<FactCount[]> =>
  answering(
    db,
    question,
    (prepared, view) =>
      factCounts(view)`
      SELECT ${FACTS}, count(*)::int AS hosts
      FROM ${matchingHosts(prepared)} LEFT JOIN host_profile p ON p.id = matching.profile_id
      WHERE matching.id <> ALL(${[...left]}::uuid[]) GROUP BY 1, 2, 3, 4, 5, 6`,
  );

const factsThen = rowsOf('facts of changes', FACT_KINDS);

/** The facts of each host at the time of its change. */
export const factsOfChanges = (db: Db, changeIds: readonly string[]): Promise<HostFacts[]> =>
  factsThen(db)`
    SELECT ${FACTS} FROM change c LEFT JOIN host_profile p ON p.id = c.profile_id
    WHERE c.id = ANY(${[...changeIds]}::uuid[])`;

const laterTurns = rowsOf('later turns', { hostId: 'text', at: 'time', isAble: 'boolean' });

/** A row of `change` by which a host is able again, or fails by something that had been fixed. */
export const LATER_TURN = Prisma.sql`superseded_at IS NULL
  AND (kind = 'regression' OR (kind IN ('recovery', 'back') AND detail->>'to' = 'Passed'))`;

/** When these hosts became able again, or failed by something that had been fixed, within a time. */
export async function laterTurnsOf(
  db: Db,
  hostIds: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<Map<string, LaterTurn[]>> {
  const rows = await laterTurns(db)`
    SELECT host_id::text AS "hostId", at, kind <> 'regression' AS "isAble" FROM change
    WHERE host_id = ANY(${[...hostIds]}::uuid[]) AND ${LATER_TURN} AND at > ${timestamp(from)} AND at <= ${timestamp(to)}
    ORDER BY at, id`;
  const found = new Map<string, LaterTurn[]>();
  for (const { hostId, at, isAble } of rows) {
    const turns = found.get(hostId) ?? [];
    turns.push({ at: at.getTime(), kind: isAble ? 'able' : 'regression' });
    found.set(hostId, turns);
  }
  return found;
}
