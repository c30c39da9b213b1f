import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { OWN_FRAMEWORKS } from '@/lib/contracts/frameworks';
import { inUtc, withClient } from '@/lib/server/db/connection';
import { prepareQueue } from '@/lib/server/db/queue';
import {
  createReport,
  downloadReport,
  getReport,
  keyPlaceOf,
  makeReport,
} from '@/lib/server/services/report';
import { benchCtx, withBenchDatabase } from './database';
import { fillFleet } from './fleet-fill';

// One report made whole, as the server makes it: its hosts read, every file made, packed, signed and stored. How late
// the loop of the server is meanwhile, which goes on answering; and the same while its pack is downloaded.

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
      await prepareQueue(pools.jobsPool);
      const frameworks = OWN_FRAMEWORKS.map(({ framework }) => framework);
      const ctx = benchCtx(pools.jobs);
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
