import type { TurnedHost } from '@/lib/domain/change-summary';
import type { FilterValues } from '@/lib/domain/host-filter';
import type { FabricScope } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { conditionOf, isOneOf, withinScope } from '@/lib/server/db/fleet/filter/filter-sql';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { changeRelation } from './changes';
import { vmsBy } from './vms-then';

/** The kinds by which a host begins or stops to be able. */
const TURNS = ['transition', 'regression', 'recovery', 'silent', 'back'];

const rows = rowsOf<Omit<TurnedHost, 'causes'> & { causes: string[] }>('hosts that turned one by one', {
  fabric: 'text',
  cluster: 'text',
  at: 'time',
  from: 'text',
  to: 'text',
  causes: 'texts',
  shieldedVms: 'number',
});

type Question = { fabrics: FabricScope; filter: { fabric?: FilterValues }; from: Date; to: Date };

/** The hosts that turned within a time, each with what it was before and what it is after. */
export function turnedHosts(db: Db, { fabrics, filter, from, to }: Question): Promise<TurnedHost[]> {
  const when = Prisma.sql`c.at > ${timestamp(from)} AND c.at <= ${timestamp(to)} AND ${isOneOf(Prisma.sql`c.kind`, TURNS)}`;
  const newest = (what: Prisma.Sql) => Prisma.sql`(array_agg(${what} ORDER BY at DESC, id DESC))[1]`;
  const [host, at] = [Prisma.raw('turned.host_id'), Prisma.raw('turned.at')];
  return rows(db)`
    WITH turned AS (
      SELECT host_id, max(at) AS at, ${newest(Prisma.sql`fabric`)} AS fabric, ${newest(Prisma.sql`cluster`)} AS cluster,
        (array_agg(detail->>'from' ORDER BY at, id))[1] AS was, ${newest(Prisma.sql`detail`)} AS detail
      FROM ${changeRelation(when)} WHERE ${withinScope(fabrics)} AND ${conditionOf({ fabric: filter.fabric }, 'fabric')}
      GROUP BY host_id)
    SELECT fabric, cluster, turned.at, was AS "from", detail->>'to' AS "to",
      ARRAY(SELECT jsonb_array_elements_text(coalesce(detail->'causes', '[]'))) AS causes, g.total AS "shieldedVms"
    FROM turned LEFT JOIN LATERAL (${vmsBy(host, at)}) g ON true`;
}
