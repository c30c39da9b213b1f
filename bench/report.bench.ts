import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { OWN_FRAMEWORKS } from '@/lib/contracts/frameworks';
import type { CreateReportInput, PreviewReportInput } from '@/lib/contracts/reports';
import { dayOf } from '@/lib/domain/history';
import type { Ctx } from '@/lib/server/context';
import { inUtc, withClient } from '@/lib/server/db/connection';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';
import { prepareQueue } from '@/lib/server/db/queue';
import { fillPast } from '@/lib/server/services/history';
import {
  createReport,
  downloadReport,
  getReport,
  keyPlaceOf,
  makeReport,
  previewReport,
} from '@/lib/server/services/report';
import { DAY_MS } from '@/lib/util/durations';
import { type BenchDatabase, benchCtx, withBenchDatabase } from './database';
import { fillEvidence, fillFleet } from './fleet-fill';
import { fillHistory } from './history-fill';
import type { World } from './history-world';

// One report on a moment and one on 30 days, made whole, as the server makes it: its hosts read, every file made, packed,
// signed and stored. How late the loop of the server is meanwhile, which goes on answering; the same while its pack is
// downloaded, and before it, while the form shows what such a report would say.

const HOSTS = Number(process.env.BENCH_HOSTS ?? 10_000);
const PERIOD_DAYS = Number(process.env.BENCH_DAYS ?? 30);
/** The period, as many days before it, with which it is compared, and one for its first failures to have begun in. */
const DAYS = 2 * PERIOD_DAYS + 1;
const LIMIT_MS = 50;
/** One kind alone, since a large fleet with a past takes long to write. */
const ONLY = process.env.BENCH_KIND;
const NANOSECONDS_PER_MS = 1e6;

/** How long something takes, and how late the loop is meanwhile. */
async function lateness(work: () => Promise<unknown>): Promise<string> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  delay.disable();
  const [most, nearly] = [delay.max, delay.percentile(99)].map((late) =>
    (late / NANOSECONDS_PER_MS).toFixed(0),
  );
  return `in ${seconds.toFixed(1)} s: loop late by ${most} ms at most (limit ${LIMIT_MS}), ${nearly} ms at the 99th percentile`;
}

const SAMPLE_MS = 50;

/** Begins to look at the memory of the whole process; what it returns ends that and says the most that there was, in MB. */
function peakMemory(): () => string {
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, SAMPLE_MS);
  return () => {
    clearInterval(watch);
    return (peak / 1e6).toFixed(0);
  };
}

/** Makes what was asked for, and reads its pack. */
async function measureReport(ctx: Ctx, input: CreateReportInput, dataDir: string): Promise<void> {
  const { id } = await createReport({ ctx, input });
  const memory = peakMemory();
  const made = await lateness(() => makeReport({ ctx, input: { id, keyPlace: keyPlaceOf({ dataDir }) } }));
  const megabytesHeld = memory();
  const { state, files, totals, failure } = await getReport({ ctx, input: { id } });
  if (state !== 'ready') throw new Error(`The report is ${state}: ${failure?.detail}`);
  const megabytes = files.reduce((sum, { size }) => sum + size, 0) / 1e6;
  const about = `${input.kind}, ${totals?.hosts} hosts, ${files.length} files of ${megabytes.toFixed(1)} MB`;
  console.log(`report of a ${about} ${made}; ${megabytesHeld} MB of memory at most`);
  console.log(files.map(({ format, size }) => `${format} ${(size / 1e6).toFixed(1)} MB`).join(', '));
  const read = await lateness(() => downloadReport({ ctx, input: { id, format: 'zip' } }));
  console.log(`its pack, downloaded ${read}`);
}

const ASKED = {
  timeZone: 'Europe/Paris',
  lang: 'en',
  frameworks: OWN_FRAMEWORKS.map(({ framework }) => framework),
} as const;

async function measureMoment({ pools, ownerUrl }: BenchDatabase, dataDir: string): Promise<void> {
  await withClient(inUtc(ownerUrl), async (client) => {
    await fillFleet(pools.ingest, client, HOSTS, console.log);
    await fillEvidence(client, HOSTS);
  });
  // As the server's jobs keep it: else each host is looked at as one that has changed since.
  await keepFleet(pools.jobs, new Date());
  await prepareQueue(pools.jobsPool);
  for (const days of [0, 30]) await preview(benchCtx(pools.fleet), days);
  await measureReport(benchCtx(pools.jobs), { kind: 'moment', ...ASKED }, dataDir);
}

/** A fleet with a past: each host fails on one day in twenty, is silent for a part of one in fifty, and one in 200 is lost. */
async function measurePeriod({ pools, ownerUrl }: BenchDatabase, dataDir: string): Promise<void> {
  const end = new Date(dayOf(Date.now()) * DAY_MS);
  const world: World = { hosts: HOSTS, days: DAYS, firstDay: new Date(end.getTime() - DAYS * DAY_MS) };
  await withClient(ownerUrl, (client) => fillHistory(client, world, console.log));
  // The second time it publishes what the first has filled.
  for (let turn = 0; turn < 2; turn += 1) await fillPast({ db: pools.jobs, now: new Date() });
  await keepFleet(pools.jobs, new Date());
  await withClient(ownerUrl, (client) => client.query('VACUUM (ANALYZE)'));
  await prepareQueue(pools.jobsPool);
  const from = new Date(end.getTime() - PERIOD_DAYS * DAY_MS).toISOString();
  const period = { kind: 'period', from, to: end.toISOString(), ...ASKED } as const;
  await preview(benchCtx(pools.fleet), PERIOD_DAYS, end);
  await measureReport(benchCtx(pools.jobs), period, dataDir);
}

export async function main(): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'gf-bench-report-'));
  try {
    for (const [kind, measure] of Object.entries({ moment: measureMoment, period: measurePeriod }))
      if (ONLY === undefined || ONLY === kind)
        await withBenchDatabase((database) => measure(database, dataDir));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function preview(ctx: Ctx, days: number, end = ctx.now): Promise<void> {
  const [from, to] = [end.getTime() - days * DAY_MS, end.getTime()].map((at) => new Date(at).toISOString());
  const input: PreviewReportInput = days === 0 ? { kind: 'moment' } : { kind: 'period', from, to };
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedAt = performance.now();
  const { totals } = await previewReport({ ctx, input });
  const ms = performance.now() - startedAt;
  delay.disable();
  console.log(
    `preview of ${days === 0 ? 'a moment' : `${days} days`}, ${totals.hosts} hosts, in ${ms.toFixed(0)} ms: ` +
      `loop late by ${(delay.max / NANOSECONDS_PER_MS).toFixed(0)} ms at most (limit ${LIMIT_MS})`,
  );
}
