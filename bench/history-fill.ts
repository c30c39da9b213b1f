import type { Client } from 'pg';
import { foldStates, foldVms, orderItems, type StateSegment, type VmSegment } from '@/lib/domain/history';
import { DAY_MS } from '@/lib/util/durations';
import {
  CHANGES_SQL,
  hostId,
  LIVE_SQL,
  PEOPLE_SQL,
  STATES_SQL,
  snapshotsOf,
  VMS_SQL,
  type World,
} from './history-world';

/** Writes the world's past as segments, day by day, with one statement a table. */
export async function fillHistory(client: Client, world: World, log: (line: string) => void): Promise<void> {
  const first = world.firstDay.toISOString();
  for (const sql of PEOPLE_SQL) await client.query(sql, [world.hosts, first]);
  for (let day = 0; day < world.days; day += 1) {
    const date = new Date(world.firstDay.getTime() + day * DAY_MS).toISOString().slice(0, 10);
    for (const parent of ['state_segment', 'vm_segment'])
      await client.query('SELECT gf_ensure_partition($1, $2::date)', [parent, date]);
    for (const sql of [STATES_SQL, VMS_SQL]) await client.query(sql, [world.hosts, first, day, world.days]);
    if (day % 10 === 9) log(`${day + 1} days of ${world.hosts.toLocaleString('en')} hosts written`);
  }
  for (const sql of LIVE_SQL) await client.query(sql);
  for (const sql of CHANGES_SQL) await client.query(sql, sql.includes('$1') ? [first, world.days] : []);
  await client.query('VACUUM (ANALYZE)');
}

type Row = Record<string, unknown>;

const stateOf = ({ from, confirmedAt, coveredUntil, faulty, profileId, since }: StateSegment): Row => ({
  from_at: new Date(from),
  confirmed_at: new Date(confirmedAt),
  covered_until: new Date(coveredUntil),
  faulty,
  profile_id: profileId,
  since: new Date(since),
});

const vmsOf = ({ from, coveredUntil, total }: VmSegment): Row => ({
  from_at: new Date(from),
  covered_until: new Date(coveredUntil),
  total,
});

/** Throws where a host's rows are not what its snapshots fold to. */
export async function proveSample(client: Client, world: World, sample: readonly number[]): Promise<void> {
  for (const index of sample) {
    const ordered = orderItems(snapshotsOf(world, index));
    const expected = { states: foldStates(ordered).map(stateOf), vms: foldVms(ordered).map(vmsOf) };
    const states = await client.query<Row>(
      `SELECT from_at, confirmed_at, covered_until, faulty, profile_id, since FROM state_segment WHERE host_id = $1 ORDER BY from_at`,
      [hostId(index)],
    );
    const vms = await client.query<Row>(
      'SELECT from_at, covered_until, total FROM vm_segment WHERE host_id = $1 ORDER BY from_at',
      [hostId(index)],
    );
    const written = JSON.stringify({ states: states.rows, vms: vms.rows });
    if (written !== JSON.stringify(expected))
      throw new Error(`Host ${index} was written otherwise than folded`);
  }
}
