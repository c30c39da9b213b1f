import { dayOf } from '@/lib/domain/history';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { Reporting, State } from '@/lib/domain/vocabulary';
import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { conditionOf, withinScope } from '@/lib/server/db/fleet/filter/filter-sql';
import { dayAt, timestamp } from '@/lib/server/db/fleet/point-in-time';
import { decisions } from '@/lib/server/db/fleet/relation/decisions';
import { fleetRows } from '@/lib/server/db/fleet/relation/fleet-rows';
import { observedThen } from '@/lib/server/db/fleet/relation/observed-then';
import { DAY_MS, HOUR_MS } from '@/lib/util/durations';
import { steps } from './transitions';

/** The fabrics of a scope that a filter selects. Without a filter, all of them. */
type Asked = { at: Date; fabrics: FabricScope; filter?: Pick<HostFilter, 'fabric'> };

const STATE_COUNT = {
  fabricId: 'text',
  state: typed<State>('text'),
  reporting: typed<Reporting>('text'),
  hosts: 'number',
} as const;
const counted = rowsOf('whether a day is counted', { counted: 'boolean' });
const countedStates = rowsOf('states of an hour', STATE_COUNT);
const judgedStates = rowsOf('states of each host judged', STATE_COUNT);
export type StateCount = RowOf<typeof countedStates>;
const exceptedHosts = rowsOf('hosts that exceptions name', { id: 'text' });
const exceptedCount = rowsOf('number of excepted hosts', { hosts: 'number' });

function within({ fabrics, filter = {} }: Asked): Prisma.Sql {
  const inScope = withinScope(fabrics);
  if (filter.fabric === undefined) return inScope;
  return Prisma.sql`${inScope} AND fabric_id IN (SELECT fabric_id FROM
    (SELECT id AS fabric_id, name AS fabric FROM fabric) f WHERE ${conditionOf(filter, 'fabric')})`;
}

/** Whether the day's hours and transitions exist and no later evidence has changed them. */
async function isCounted(db: Db, at: Date): Promise<boolean> {
  const day = new Date(dayOf(at.getTime()) * DAY_MS);
  const next = new Date(day.getTime() + DAY_MS);
  const rows = await counted(db)`
    SELECT (SELECT count(*) FROM history_day WHERE published AND day IN (${day}::date, ${next}::date)) = 2
      AND NOT EXISTS (SELECT FROM history_dirty WHERE from_day <= ${day}::date) AS counted`;
  return rows[0]?.counted ?? false;
}

/** How many hosts of each fabric were in each state. */
export const countStatesAt = async (db: Db, asked: Asked): Promise<StateCount[]> =>
  (await countStatesByHours(db, asked)) ?? countStatesSlowly(db, asked);

/** Counts from the last full hour and the transitions since; null if the day is not counted. */
export async function countStatesByHours(db: Db, asked: Asked): Promise<StateCount[] | null> {
  const { at } = asked;
  if (!(await isCounted(db, at))) return null;
  const hour = timestamp(new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS));
  const since = Prisma.sql`(SELECT * FROM fleet_transition WHERE day = ${dayAt(at)} AND at > ${hour} AND at <= ${timestamp(at)}) since`;
  return countedStates(db)`
    SELECT fabric_id AS "fabricId", state, reporting, sum(hosts)::int AS hosts FROM (
      SELECT fabric_id, state, reporting, hosts FROM fleet_hour WHERE hour = ${hour}
      UNION ALL SELECT fabric_id, state, reporting, hosts FROM (${steps(since)}) step) counts
    WHERE ${within(asked)} GROUP BY 1, 2, 3 HAVING sum(hosts) <> 0 ORDER BY 1, 2, 3`;
}

function countStatesSlowly(db: Db, asked: Asked): Promise<StateCount[]> {
  return judgedStates(db)`
    SELECT fabric_id AS "fabricId", state, reporting, count(*)::int AS hosts
    FROM (${fleetRows({ at: asked.at })}) fleet WHERE ${within(asked)} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;
}

/**
 * How many of the hosts named by exceptions in force are explained by these. They are few and are read one by
 * one.
 */
export async function countExceptedAt(db: Db, asked: Asked): Promise<number> {
  const { at } = asked;
  const covered = decisions({ at }).covered;
  const named = await exceptedHosts(db)`SELECT host_id::text AS id FROM (${covered}) named`;
  if (named.length === 0) return 0;
  const rows = await exceptedCount(db)`
    SELECT count(*)::int AS hosts
    FROM (${observedThen(
      at,
      named.map(({ id }) => id),
    )}) b
    JOIN host_profile p ON p.id = b.profile_id
    JOIN (${covered}) named ON named.host_id = b.id
    WHERE b.reporting = 'onTime' AND p.judged_state <> 'Passed' AND cardinality(p.causes) > 0 AND p.causes <@ named.causes
      AND ${within(asked)}`;
  return rows[0]?.hosts ?? 0;
}
