import { defaultChangeQuery } from '@/lib/contracts/words/changes';
import { defaultHostQuery, type HostQuery } from '@/lib/contracts/words/host-query';
import type { ChangeFilter } from '@/lib/domain/change-filter';
import { dayOf } from '@/lib/domain/history';
import type { HostFilter } from '@/lib/domain/host-filter';
import { TREND_DAYS } from '@/lib/domain/trend';
import { inUtc, withClient } from '@/lib/server/db/connection';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';
import { listChanges, summarizeChanges } from '@/lib/server/services/change';
import {
  complianceTimeOfHosts,
  fillPast,
  fleetComplianceTime,
  fleetCounts,
  fleetTrend,
} from '@/lib/server/services/history';
import { facetHosts, listHosts, summarizeHosts } from '@/lib/server/services/host';
import { DAY_MS, HOUR_MS } from '@/lib/util/durations';
import { type Asked, type BenchDatabase, benchCtx, hasTable, time, withBenchDatabase } from './database';
import { fillHistory, proveSample } from './history-fill';
import { hostId, type World } from './history-world';

// What is asked of a fleet's past, as verbs. BENCH_HOSTS (100,000), BENCH_DAYS (90), BENCH_BACK (60 days before the
// end), BENCH_DATA_DIR (kept and used again).

const HOSTS = Number(process.env.BENCH_HOSTS ?? 100_000);
const DAYS = Number(process.env.BENCH_DAYS ?? 90);
const DAYS_BACK = Number(process.env.BENCH_BACK ?? 60);
/** Part of the day has to be gone through in transitions, and part of an hour. */
const INTO_THE_DAY_MS = 14.4 * HOUR_MS;
const COMPLIANCE_DAYS = Math.min(30, DAYS - 2);
const TREND = Math.min(TREND_DAYS, DAYS - 2);
const SAMPLE = 12;
const HOURS_BACK = 4;

function questions(end: Date): Asked[] {
  const isLarge = HOSTS > 300_000;
  const at = new Date(end.getTime() - DAYS_BACK * DAY_MS + INTO_THE_DAY_MS);
  const query = (more: Partial<HostQuery> = {}): HostQuery => ({ ...defaultHostQuery(), at, ...more });
  const failing = { cause: { include: ['BitLocker'], exclude: [] } };
  const month = { from: new Date(end.getTime() - COMPLIANCE_DAYS * DAY_MS), to: end };
  const part = { from: new Date(month.from.getTime() + INTO_THE_DAY_MS), to: end };
  const hostIds = Array.from({ length: HOSTS }, (_, index) => hostId(index));
  const counts: Asked = {
    name: `fleet counts ${DAYS_BACK} days back`,
    floorMs: 100,
    ask: (ctx) => fleetCounts({ ctx, input: { at } }),
  };
  const trend = (filter: HostFilter, name: string): Asked => ({
    name: `trend of ${TREND} days${name}`,
    ask: (ctx) => fleetTrend({ ctx, input: { filter, at: end, days: TREND, timeZone: 'Europe/Paris' } }),
    times: 10,
  });
  const changed = (filter: ChangeFilter, name: string): Asked => ({
    name: `what the last 24 h changed, ${DAYS_BACK} days back${name}`,
    ask: (ctx) => summarizeChanges({ ctx, input: { ...defaultChangeQuery(), filter, within: '24h', at } }),
    times: 10,
  });
  const listed = (filter: ChangeFilter, name: string): Asked => ({
    name: `list of changes, ${name}`,
    ask: (ctx) => listChanges({ ctx, input: { ...defaultChangeQuery(), filter } }),
    times: 10,
  });
  if (isLarge) return [counts, trend({}, '')];
  return [
    { name: `list ${DAYS_BACK} days back`, floorMs: 150, ask: (ctx) => listHosts({ ctx, input: query() }) },
    {
      name: `list ${DAYS_BACK} days back, one cause`,
      floorMs: 150,
      ask: (ctx) => listHosts({ ctx, input: query({ filter: failing }) }),
    },
    {
      name: `summary ${DAYS_BACK} days back`,
      floorMs: 150,
      ask: (ctx) => summarizeHosts({ ctx, input: query() }),
    },
    { name: `facets ${DAYS_BACK} days back`, ask: (ctx) => facetHosts({ ctx, input: query() }) },
    counts,
    trend({}, ''),
    trend(failing, ', one cause'),
    changed({}, ''),
    changed(failing, ', one cause'),
    listed({}, 'all'),
    listed({ q: { include: ['hv cl'], exclude: [] } }, 'two words that all have'),
    listed({ q: { include: ['nothing is called this'], exclude: [] } }, 'words that none has'),
    changed({ q: { include: ['hv cl'], exclude: [] } }, ', two words of text'),
    {
      name: `compliance by host, ${COMPLIANCE_DAYS} days`,
      floorMs: 2_000,
      ask: (ctx) => complianceTimeOfHosts({ ctx, input: { ...month, hostIds } }),
      times: 10,
    },
    {
      name: `compliance of the fleet, ${COMPLIANCE_DAYS} days`,
      ask: (ctx) => fleetComplianceTime({ ctx, input: month }),
      times: 10,
    },
    {
      name: 'compliance by host, part of a day more',
      ask: (ctx) => complianceTimeOfHosts({ ctx, input: { ...part, hostIds } }),
      times: 10,
    },
  ];
}

/** Questions about a day that is not closed: hosts that have changed since are judged anew. */
async function timePresentDay({ pools, ownerUrl }: BenchDatabase, end: Date): Promise<void> {
  const midnight = end.toISOString().slice(0, 10);
  const publish = (isPublished: boolean) =>
    withClient(ownerUrl, (client) =>
      client.query('UPDATE history_day SET published = $1 WHERE day = $2::date', [isPublished, midnight]),
    );
  await keepFleet(pools.jobs, end);
  await publish(false);
  const at = new Date(end.getTime() - HOURS_BACK * HOUR_MS);
  const query = { ...defaultHostQuery(), at };
  const asked = { name: `${HOURS_BACK} hours back, of a day not closed`, times: 10 };
  const list: Asked = {
    ...asked,
    name: `list ${asked.name}`,
    ask: (ctx) => listHosts({ ctx, input: query }),
  };
  const summary: Asked = {
    ...asked,
    name: `summary ${asked.name}`,
    ask: (ctx) => summarizeHosts({ ctx, input: query }),
  };
  try {
    for (const one of [list, summary]) await time(one, () => benchCtx(pools.fleet));
  } finally {
    await publish(true);
  }
}

/** What a year of a host takes, indexes and all: each host has 1.5 changes of its VMs or its state a day. */
async function printStorage(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ kept: string; mib: number }>(`
      SELECT coalesce(p.relname, c.relname) AS kept, sum(pg_total_relation_size(c.oid)) / 1048576.0::float8 AS mib
      FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent
      WHERE c.relkind = 'r' AND coalesce(p.relname, c.relname)
        IN ('state_segment', 'vm_segment', 'host_checkpoint', 'fleet_transition', 'fleet_hour', 'fleet_past', 'fleet_past_group')
      GROUP BY 1 ORDER BY 1`);
    const perYear = (mib: number) => (Number(mib) / HOSTS / DAYS) * 365;
    const all = rows.reduce((sum, { mib }) => sum + perYear(mib), 0);
    const parts = rows.map(({ kept, mib }) => `${kept} ${perYear(mib).toFixed(3)}`);
    console.log(`Segments and read models of a host for a year: ${all.toFixed(2)} MiB (${parts.join(', ')})`);
  });
}

async function measure(database: BenchDatabase): Promise<void> {
  const { pools, ownerUrl, adminUrl } = database;
  const end = new Date(dayOf(Date.now()) * DAY_MS);
  const world: World = { hosts: HOSTS, days: DAYS, firstDay: new Date(end.getTime() - DAYS * DAY_MS) };
  const sample = Array.from({ length: SAMPLE }, (_, index) => Math.floor((index * 7919) % HOSTS));
  if (!(await hasTable(adminUrl, 'bench_history'))) {
    await withClient(ownerUrl, async (client) => {
      await fillHistory(client, world, console.log);
      await proveSample(client, world, [13, ...sample]);
      console.log(`${SAMPLE + 1} hosts are as the fold of their snapshots gives them`);
      await client.query('CREATE TABLE bench_history ()');
    });
    const startedAt = performance.now();
    const { days } = await fillPast({ db: pools.jobs, now: new Date() });
    await fillPast({ db: pools.jobs, now: new Date() });
    const seconds = (performance.now() - startedAt) / 1000;
    console.log(
      `${days} days of read models filled in ${seconds.toFixed(0)} s, ${(seconds / days).toFixed(1)} s a day`,
    );
    await withClient(inUtc(adminUrl), (client) => client.query('VACUUM (ANALYZE)'));
  }
  for (const asked of questions(end)) await time(asked, () => benchCtx(pools.fleet));
  await timePresentDay(database, end);
  await printStorage(adminUrl);
}

export const main = (): Promise<void> => withBenchDatabase(measure);
