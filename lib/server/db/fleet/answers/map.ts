import type { Risk } from '@/lib/domain/risk';
import { KNOWN_CHECKS, type State } from '@/lib/domain/vocabulary';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { CLUSTER_KEY, HOSTNAME_KEY } from '@/lib/server/db/fleet/columns';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { fleetRows } from '@/lib/server/db/fleet/relation/fleet-rows';
import { firstHosts } from './first-hosts';
import { countPrepared } from './host-count';
import { answering, countedMatches, type PreparedQuestion } from './matching-hosts';

/** A host may have any number of names; a cell's card has room for the first few. */
export const NAMED = 3;
/** Known checks are stored before all others, so the first few in the order of repair are among this many. */
const SORTED = KNOWN_CHECKS.length + NAMED;

type Share = { able: number; total: number };

const drawnHosts = rowsOf('map', {
  id: 'text',
  hostname: 'text',
  fabric: 'text',
  cluster: 'text?',
  state: typed<State>('text'),
  /** Only the first few. */
  causes: 'texts',
  shieldedVms: 'number?',
  since: 'time',
  /** More than the first few, so that they can be sorted in the order of repair. */
  checks: 'texts',
  firmware: 'text?',
  os: 'text?',
  risks: typed<Risk[]>('texts'),
  isExcepted: 'boolean',
  inFleet: typed<Share>('json'),
  inFabric: typed<Share>('json'),
  inCluster: typed<Share>('json'),
});
export type MapRow = RowOf<typeof drawnHosts>;

const share = (of: Prisma.Sql) => Prisma.sql`json_build_object('able', ${of}.able, 'total', ${of}.total)`;

/**
 * Hosts in the order of the map, each with the counts of its cluster and fabric. Which hosts are drawn is
 * found fabric by fabric, because an index has that order.
 */
export const mapOfHosts = (db: Db, question: FleetQuestion, limit: number): Promise<MapRow[]> =>
  answering(db, question, (prepared, view) => draw(view, prepared, limit));

async function draw(db: Db, prepared: PreparedQuestion, limit: number): Promise<MapRow[]> {
  const total = await countPrepared(db, prepared);
  return drawnHosts(db)`
    WITH counts AS MATERIALIZED (
      SELECT grouping(fabric_id) = 0 AS "isFabric", grouping(cluster) = 0 AS "isCluster", fabric_id, cluster,
        coalesce(sum(hosts) FILTER (WHERE state = 'Passed'), 0)::int AS able, coalesce(sum(hosts), 0)::int AS total
      FROM ${countedMatches(prepared)} GROUP BY GROUPING SETS ((), (fabric_id), (fabric_id, cluster))),
    page AS MATERIALIZED (${drawn(prepared, { total, limit })})
    SELECT id, hostname, fabric, cluster, state, causes[1:${NAMED}::int] AS causes, shielded_vms AS "shieldedVms",
      since, failing_checks[1:${SORTED}::int] AS checks, firmware_version AS firmware, os,
      risks, compliance = 'excepted' AS "isExcepted",
      (SELECT ${share(Prisma.sql`counts`)} FROM counts WHERE NOT "isFabric") AS "inFleet",
      ${share(Prisma.sql`f`)} AS "inFabric", ${share(Prisma.sql`c`)} AS "inCluster"
    FROM (${fleetRows(prepared.when, { found: Prisma.sql`SELECT id FROM page` })}) drawn
    JOIN (SELECT fabric_id AS f_id, able, total FROM counts WHERE "isFabric" AND NOT "isCluster") f ON f_id = fabric_id
    JOIN (SELECT fabric_id AS c_id, cluster AS name, able, total FROM counts WHERE "isCluster") c
      ON c_id = fabric_id AND ${isSameText(Prisma.sql`name`, Prisma.sql`cluster`)} ${RACKED}`;
}

/** IS NOT DISTINCT FROM, in a form that PostgreSQL can join by hash instead of row by row. */
const isSameText = (one: Prisma.Sql, other: Prisma.Sql) =>
  Prisma.sql`coalesce(${one}, '') = coalesce(${other}, '') AND (${one} IS NULL) = (${other} IS NULL)`;

/** Separates clusters whose names differ only in case. An index of fleet_host uses this order. */
const CLUSTER_AS_WRITTEN = Prisma.sql`left(cluster, 200) COLLATE "C"`;
const IN_FABRIC = Prisma.sql`${CLUSTER_KEY}, ${CLUSTER_AS_WRITTEN}, ${HOSTNAME_KEY}, id`;
/** Hosts without a cluster come last, like NULL. */
const RACKED = Prisma.sql`ORDER BY lower(fabric) COLLATE "C", fabric_id, ${IN_FABRIC}`;

function drawn(question: PreparedQuestion, { total, limit }: { total: number; limit: number }): Prisma.Sql {
  const isBeyond = Prisma.sql`TRUE`;
  return firstHosts(question, {
    orderBy: RACKED,
    isBeyond,
    limit,
    total,
    inFabric: Prisma.sql`ORDER BY ${IN_FABRIC}`,
  });
}
