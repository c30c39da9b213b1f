import type { ClusterKind } from '@/lib/contracts/host-map';
import type { MapColour } from '@/lib/contracts/words/map-colour';
import { MAP_AGES } from '@/lib/domain/map-age';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { CLUSTER_KEY } from '@/lib/server/db/fleet/columns';
import { momentOf, timestamp } from '@/lib/server/db/fleet/point-in-time';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { answering, countedMatches, matchingParts, type PreparedQuestion, united } from './matching-hosts';

const clusterRows = rowsOf('map of clusters', {
  fabricId: 'text',
  fabric: 'text',
  cluster: 'text?',
  is: typed<ClusterKind['is']>('text'),
  name: 'text?',
  hosts: 'number',
  able: 'number',
  vms: 'number',
});

/** The hosts of a cluster that are of one kind. */
export type ClusterRow = RowOf<typeof clusterRows>;

type Kind = { is: Prisma.Sql; name: Prisma.Sql };

const named = (column: Prisma.Sql): Kind => ({
  is: Prisma.sql`CASE WHEN ${column} IS NULL THEN 'notKnown' ELSE 'name' END`,
  name: column,
});

/** Checks of a silent host are not evaluated: it is unknown whether one fails. */
const CHECK: Kind = {
  is: Prisma.sql`CASE WHEN state = 'Silent' THEN 'notKnown' WHEN cardinality(failing_checks) = 0 THEN 'none'
    WHEN cardinality(failing_checks) = 1 THEN 'name' ELSE 'several' END`,
  name: Prisma.sql`CASE WHEN state <> 'Silent' AND cardinality(failing_checks) = 1 THEN failing_checks[1] END`,
};

function age({ when }: PreparedQuestion): Kind {
  const ages = MAP_AGES.map(
    ([name, upToMs]) =>
      Prisma.sql`WHEN since > ${timestamp(new Date(momentOf(when).getTime() - upToMs))} THEN ${name}::text`,
  );
  return { is: Prisma.sql`'age'`, name: Prisma.sql`CASE ${Prisma.join(ages, ' ')} ELSE 'older' END` };
}

/** kindsOfMap of components/fabric, in SQL. */
function kindOf(question: PreparedQuestion, by: MapColour): Kind {
  switch (by) {
    case 'state':
      return { is: Prisma.sql`'state'`, name: Prisma.sql`state` };
    case 'check':
      return CHECK;
    case 'firmware':
      return named(Prisma.sql`firmware_version`);
    case 'os':
      return named(Prisma.sql`os`);
    case 'age':
      return age(question);
  }
}

/** The beginning of a state belongs to each host alone; everything else is counted by groups of equal hosts. */
function counted(question: PreparedQuestion, by: MapColour): Prisma.Sql {
  if (by !== 'age') return countedMatches(question);
  return Prisma.sql`(SELECT fabric_id, fabric, cluster, state, since, 1 AS hosts, coalesce(shielded_vms, 0)::bigint AS vms
    FROM (${united(matchingParts(question))}) fleet) AS counted`;
}

/** How many hosts of each cluster are of each kind, in the order of the map. Hosts without a cluster come last. */
export const clustersOfMap = (db: Db, question: FleetQuestion, by: MapColour): Promise<ClusterRow[]> =>
  answering(db, question, (prepared, view) => {
    const { is, name } = kindOf(prepared, by);
    return clusterRows(view)`
      SELECT fabric_id::text AS "fabricId", fabric, cluster, "is", name, sum(hosts)::int AS hosts,
        coalesce(sum(hosts) FILTER (WHERE state = 'Passed'), 0)::int AS able, sum(vms)::int AS vms
      FROM (SELECT fabric_id, fabric, cluster, state, hosts, vms, ${is} AS "is", ${name} AS name
        FROM ${counted(prepared, by)}) kinds
      GROUP BY fabric_id, fabric, cluster, "is", name HAVING sum(hosts) > 0
      ORDER BY lower(fabric) COLLATE "C", fabric_id, ${CLUSTER_KEY}, cluster COLLATE "C", "is", name COLLATE "C"`;
  });
