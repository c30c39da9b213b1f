import { SearchInput } from '@/lib/contracts/search';
import { defaultHostQuery, type HostQuery } from '@/lib/contracts/words/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { Ctx } from '@/lib/server/context';
import { withClient } from '@/lib/server/db/connection';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';
import { listFabrics } from '@/lib/server/services/fabric';
import {
  exportHosts,
  facetHosts,
  getHost,
  listHosts,
  mapHosts,
  riskHosts,
  summarizeHosts,
} from '@/lib/server/services/host';
import { search } from '@/lib/server/services/search';
import {
  type Asked,
  type BenchDatabase,
  benchCtx,
  hasTable,
  median,
  time,
  withBenchDatabase,
} from './database';
import { bringToNow, fillFleet } from './fleet-fill';
import { startLoad } from './fleet-load';

// What the console and the API ask of the live fleet, as verbs, on a database that has nothing else to do or
// takes in a stated load. BENCH_HOSTS (100,000), BENCH_LOAD (hot rows a second, 0), BENCH_DATA_DIR (kept and used again).

const HOSTS = Number(process.env.BENCH_HOSTS ?? 100_000);
const LOAD_PER_SECOND = Number(process.env.BENCH_LOAD ?? 0);
const UPKEEP_MS = 1_000;

const only = (...include: string[]) => ({ include, exclude: [] as string[] });
const query = (filter: HostFilter, more: Partial<HostQuery> = {}): HostQuery => ({
  ...defaultHostQuery(),
  filter,
  ...more,
});

const FILTERS = {
  none: {},
  fabric: { fabric: only('BENCH-03') },
  cluster: { cluster: only('CL-017') },
  cause: { cause: only('BitLocker') },
  rare: { firmware: only('2.11'), state: { include: ['TpmError'], exclude: [] } },
  broad: { state: { include: ['Passed'], exclude: [] }, os: only('2022') },
  silent: { state: { include: ['Silent'], exclude: [] } },
} satisfies Record<string, HostFilter>;

function questions(isLarge: boolean, hostId: string): Asked[] {
  const [list, summary, facets, causes] = isLarge ? [100, 50, 1000, 100] : [50, 50, 200, 50];
  const listed = (name: string, filter: HostFilter, more: Partial<HostQuery> = {}): Asked => ({
    name: `list ${name}`,
    floorMs: list,
    ask: (ctx) => listHosts({ ctx, input: query(filter, more) }),
  });
  const summed = (name: string, filter: HostFilter, floorMs: number): Asked => ({
    name: `summary ${name}`,
    floorMs,
    ask: (ctx) => summarizeHosts({ ctx, input: query(filter) }),
  });
  const faceted = (name: string, filter: HostFilter): Asked => ({
    name: `facets ${name}`,
    floorMs: facets,
    ask: (ctx) => facetHosts({ ctx, input: query(filter) }),
  });
  const found = (name: string, q: string): Asked => ({
    name: `search everything, ${name}`,
    floorMs: 100,
    ask: (ctx) => search({ ctx, input: SearchInput.parse({ q }) }),
  });
  return [
    found('one host', 'hv-00017'),
    found('every host by the beginning', 'hv'),
    found('1 in 12 by another field', 'm11'),
    found('many by a part of the name', '03'),
    found('nothing', 'nothing is called this'),
    listed('all, by name', FILTERS.none, { sort: 'hostname' }),
    listed('all, by severity', FILTERS.none),
    listed('one state, newest first', FILTERS.cause, { sort: 'since', order: 'desc' }),
    listed('Silent', FILTERS.silent),
    listed('one fabric', FILTERS.fabric),
    listed('one cluster', FILTERS.cluster),
    listed('two words, few hosts', FILTERS.rare),
    listed('all, by state', FILTERS.none, { sort: 'state' }),
    listed('search, 100 hosts', { q: only('hv-00017') }),
    listed('search, 1 in 12', { q: only('m11') }),
    listed('search, two words', { q: only('hv-000 cl-017') }),
    { ...listed('all, by last observed', FILTERS.none, { sort: 'lastObservedAt' }), times: 5 },
    { name: 'host', floorMs: list, ask: (ctx) => getHost({ ctx, input: { id: hostId, at: null } }) },
    summed('all (and its causes)', FILTERS.none, summary),
    summed('one fabric', FILTERS.fabric, summary),
    summed('broad filter', FILTERS.broad, causes),
    faceted('no filter', FILTERS.none),
    faceted('one cluster', FILTERS.cluster),
    faceted('broad filter', FILTERS.broad),
    { name: 'at risk', ask: (ctx) => riskHosts({ ctx, input: query(FILTERS.none) }) },
    { name: 'map', ask: (ctx) => mapHosts({ ctx, input: query(FILTERS.none) }), times: 10 },
    { name: 'fabrics', ask: (ctx) => listFabrics({ ctx, input: { at: null } }) },
  ];
}

const EXPORT_ROUNDS = 3;

async function inMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function fileOfAll(ctx: Ctx): Promise<{ bytes: number; moreMemory: number }> {
  const before = process.memoryUsage().rss;
  let most = before;
  let bytes = 0;
  const file = await exportHosts({ ctx, input: { ...query({}), format: 'csv', lang: 'en' } });
  for await (const chunk of file.chunks) {
    bytes += Buffer.byteLength(chunk);
    most = Math.max(most, process.memoryUsage().rss);
  }
  return { bytes, moreMemory: most - before };
}

/** Files against what PostgreSQL itself does with a plain table of as many rows and columns; in turns, medians. */
async function timeExport(ctx: () => Ctx, adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query(`CREATE TABLE IF NOT EXISTS bench_flat AS SELECT s.*, g.state AS word, g.reporting, g.failing_checks, g.causes, g.os, g.model, g.firmware_version, g.owner, l.last_observed_at
      FROM fleet_host s JOIN fleet_group g ON g.id = s.group_id JOIN host_live l USING (host_id)`);
    const copies: number[] = [];
    const files: number[] = [];
    const figures: { bytes: number; moreMemory: number }[] = [];
    for (let round = 0; round < EXPORT_ROUNDS; round += 1) {
      copies.push(
        await inMs(() => client.query(`COPY (SELECT * FROM bench_flat) TO '/dev/null' WITH (FORMAT csv)`)),
      );
      files.push(await inMs(async () => figures.push(await fileOfAll(ctx()))));
    }
    await client.query('DROP TABLE bench_flat');
    const [copyMs, fileMs] = [copies, files].map(median) as [number, number];
    const most = Math.max(...figures.map(({ moreMemory }) => moreMemory));
    console.log(
      `CSV of every host: ${(fileMs / 1000).toFixed(2)} s, ${Math.round((figures[0]?.bytes ?? 0) / 1e6)} MB; COPY ${(copyMs / 1000).toFixed(2)} s, ` +
        `ratio ${(fileMs / copyMs).toFixed(2)}, limit 4; ${Math.round(most / 1e6)} MB more memory`,
    );
  });
}

async function measure({ pools, ownerUrl, adminUrl }: BenchDatabase): Promise<void> {
  const ctx = () => benchCtx(pools.fleet);
  if (!(await hasTable(adminUrl, 'bench_kind')))
    await withClient(ownerUrl, (client) => fillFleet(pools.ingest, client, HOSTS, console.log));
  else await withClient(adminUrl, bringToNow);
  const keptAt = performance.now();
  const kept = await keepFleet(pools.jobs, new Date());
  await withClient(adminUrl, (client) => client.query('VACUUM (ANALYZE)'));
  console.log(
    `Read model of ${kept.renewed.toLocaleString('en')} hosts made in ${((performance.now() - keptAt) / 1000).toFixed(1)} s`,
  );
  const load = LOAD_PER_SECOND > 0 ? await startLoad(ownerUrl, LOAD_PER_SECOND) : undefined;
  let isKeeping = false;
  const keeping = setInterval(() => {
    if (isKeeping) return;
    isKeeping = true;
    void keepFleet(pools.jobs, new Date()).finally(() => {
      isKeeping = false;
    });
  }, UPKEEP_MS);
  const { hosts } = await listHosts({ ctx: ctx(), input: { ...query({}), limit: 1 } });
  for (const asked of questions(HOSTS > 300_000, hosts[0]?.id ?? '')) await time(asked, ctx);
  clearInterval(keeping);
  const done = await load?.stop();
  if (done)
    console.log(
      `load: ${Math.round(done.reports / done.seconds)} snapshots a second, of ${LOAD_PER_SECOND} wanted`,
    );
  await timeExport(ctx, adminUrl);
}

export const main = (): Promise<void> => withBenchDatabase(measure);
