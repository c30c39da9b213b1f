import type { ChangeKind } from '@/lib/domain/change-kinds';
import type { FilterValues } from '@/lib/domain/host-filter';
import { ABLE_STATES } from '@/lib/domain/judge';
import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { all, conditionOf, isOneOf, withinScope } from '@/lib/server/db/fleet/filter/filter-sql';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { changeRelation, type Span } from './changes';

const turnedCounts = rowsOf('hosts that turned', { failed: 'number', silent: 'number', recovered: 'number' });
export type TurnedCount = RowOf<typeof turnedCounts>;

const isOf = (...kinds: ChangeKind[]) => isOneOf(Prisma.sql`kind`, kinds);
const BEFORE = Prisma.sql`detail->>'from'`;
const AFTER = Prisma.sql`detail->>'to'`;

/**
 * How many hosts stopped passing, fell silent and recovered within a time. A host that did several is counted
 * in each; one that only fails by other checks than before is not counted.
 */
export async function countTurned(
  db: Db,
  { fabrics, filter, from, to }: Span & { fabrics: FabricScope; filter: { fabric?: FilterValues } },
): Promise<TurnedCount> {
  const when = Prisma.sql`c.at > ${timestamp(from)} AND c.at <= ${timestamp(to)}`;
  const where = [withinScope(fabrics), conditionOf({ fabric: filter.fabric }, 'fabric')];
  const hosts = (turned: Prisma.Sql) => Prisma.sql`(count(DISTINCT host_id) FILTER (WHERE ${turned}))::int`;
  const [row] = await turnedCounts(db)`
    SELECT ${hosts(Prisma.sql`${isOf('transition', 'regression')} AND ${isOneOf(BEFORE, ABLE_STATES)}`)} AS failed,
      ${hosts(isOf('silent'))} AS silent,
      ${hosts(Prisma.sql`${isOf('recovery')} OR (${isOf('back')} AND ${isOneOf(AFTER, ABLE_STATES)})`)} AS recovered
    FROM ${changeRelation(when)} WHERE ${all(where)}`;
  return row ?? { failed: 0, silent: 0, recovered: 0 };
}
