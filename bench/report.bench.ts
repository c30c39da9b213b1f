import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { OWN_FRAMEWORKS } from '@/lib/contracts/frameworks';
import type { PreviewReportInput } from '@/lib/contracts/reports';
import type { Ctx } from '@/lib/server/context';
import { inUtc, withClient } from '@/lib/server/db/connection';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';
import { prepareQueue } from '@/lib/server/db/queue';
import {
  createReport,
  downloadReport,
  getReport,
  keyPlaceOf,
  makeReport,
  previewReport,
} from '@/lib/server/services/report';
import { DAY_MS } from '@/lib/util/durations';
import { benchCtx, withBenchDatabase } from './database';
import { fillFleet } from './fleet-fill';

// One report made whole, as the server makes it: its hosts read, every file made, packed, signed and stored. How late
// the loop of the server is meanwhile, which goes on answering; the same while its pack is downloaded, and before it,
// while the form shows what such a report would say.

const HOSTS = Number(process.env.BENCH_HOSTS ?? 10_000);
const LIMIT_MS = 50;
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

export async function main(): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'gf-bench-report-'));
  try {
    await withBenchDatabase(async ({ pools, ownerUrl }) => {
      await withClient(inUtc(ownerUrl), (client) => fillFleet(pools.ingest, client, HOSTS, console.log));
      // As the server's jobs keep it: else each host is looked at as one that has changed since.
      await keepFleet(pools.jobs, new Date());
      await prepareQueue(pools.jobsPool);
      const frameworks = OWN_FRAMEWORKS.map(({ framework }) => framework);
      const ctx = benchCtx(pools.jobs);
      for (const days of [0, 30]) await preview(benchCtx(pools.fleet), days);
      const order = { kind: 'moment', timeZone: 'Europe/Paris', lang: 'en', frameworks } as const;
      const { id } = await createReport({ ctx, input: order });
      const made = await lateness(() =>
        makeReport({ ctx, input: { id, keyPlace: keyPlaceOf({ dataDir }) } }),
      );
      const { state, files, totals } = await getReport({ ctx, input: { id } });
      if (state !== 'ready') throw new Error(`The report is ${state}`);
      const megabytes = files.reduce((sum, { size }) => sum + size, 0) / 1e6;
      console.log(
        `report, ${totals?.hosts} hosts, ${files.length} files of ${megabytes.toFixed(1)} MB ${made}`,
      );
      const read = await lateness(() => downloadReport({ ctx, input: { id, format: 'zip' } }));
      console.log(`its pack, downloaded ${read}`);
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function preview(ctx: Ctx, days: number): Promise<void> {
  const [from, to] = [ctx.now.getTime() - days * DAY_MS, ctx.now.getTime()].map((at) =>
    new Date(at).toISOString(),
  );
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
