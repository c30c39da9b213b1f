import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { where } from '@/lib/server/db/fleet/filter/filter-sql';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { isNotOf } from '@/lib/server/db/fleet/read-model/stored-hosts';
import {
  answering,
  countedMatches,
  isOfPast,
  matchingHosts,
  matchingParts,
  type PreparedQuestion,
  united,
} from './matching-hosts';

const totals = rowsOf('number of hosts', { total: 'number' });

/** The number of matching hosts. */
export const countHosts = (db: Db, question: FleetQuestion): Promise<number> =>
  answering(db, question, (prepared, view) => countPrepared(view, prepared));

export async function countPrepared(db: Db, question: PreparedQuestion): Promise<number> {
  const [row] = await totals(db)`${countOf(question)}`;
  return row?.total ?? 0;
}

function countOf(question: PreparedQuestion): Prisma.Sql {
  // Groups of the past have no number of hosts, so hosts are counted, which is faster without their groups.
  if (isOfPast(question)) return Prisma.sql`SELECT count(*)::int AS total FROM ${matchingHosts(question)}`;
  const counted = countedBySearch(question) ?? countedMatches(question);
  return Prisma.sql`SELECT coalesce(sum(hosts), 0)::int AS total FROM ${counted}`;
}

/**
 * The number of hosts that a search alone finds in the whole live fleet, as rows with `hosts`: the searched
 * table has exactly the hosts of the read model, so these need not be read. Null if the question asks for
 * more.
 */
function countedBySearch(question: PreparedQuestion): Prisma.Sql | null {
  const { filter, fabrics, readModel, when } = question;
  const isSearch = filter.q !== undefined && Object.keys(filter).length === 1;
  if (!isSearch || fabrics !== 'all' || readModel === null || 'at' in when) return null;
  const [, ...judged] = matchingParts(question);
  const found = Prisma.sql`SELECT count(*) AS hosts FROM fleet_search
    WHERE ${where(question)} AND ${isNotOf(Prisma.sql`host_id`, readModel.staleIds)}`;
  const stale = judged.map((part) => Prisma.sql`SELECT count(*) FROM (${part}) fleet`);
  return Prisma.sql`(${united([found, ...stale])}) AS found`;
}
