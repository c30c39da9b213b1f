import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { inUtc, withClient } from '@/lib/server/db/connection';
import { runtimeRole } from '@/lib/server/db/embedded/cluster';
import { type EmbeddedServer, startEmbedded } from '@/lib/server/db/embedded/server';
import { migrate } from '@/lib/server/db/migrate';
import { openPools, type Pools } from '@/lib/server/db/pools';
import { checkoutRoot } from '@/lib/server/process/checkout';

export type BenchDatabase = {
  /** As the server opens them. */
  pools: Pools;
  /** As the role that owns the schema. */
  ownerUrl: string;
  /** As the superuser in the same database: only it may copy to a file. */
  adminUrl: string;
};

function adminOf({ adminUrl, migrateUrl }: EmbeddedServer): string {
  const url = new URL(inUtc(adminUrl));
  url.pathname = new URL(migrateUrl).pathname;
  return url.href;
}

/** An embedded database as `npm start` makes it; BENCH_DATA_DIR is kept and used again. */
export async function withBenchDatabase(work: (database: BenchDatabase) => Promise<void>): Promise<void> {
  const given = process.env.BENCH_DATA_DIR;
  const dataDir = given ?? path.join(mkdtempSync(path.join(tmpdir(), 'gf-bench-')), 'data');
  const server = await startEmbedded({ dataDir, log: () => undefined });
  const prismaDir = path.join(checkoutRoot(), 'prisma');
  await migrate({ url: server.migrateUrl, runtimeRole, prismaDir, log: () => undefined });
  const pools = openPools({ url: inUtc(server.url) });
  try {
    await work({ pools, ownerUrl: inUtc(server.migrateUrl), adminUrl: adminOf(server) });
  } finally {
    await pools.close();
    await server.stop();
    if (given === undefined) rmSync(path.dirname(dataDir), { recursive: true, force: true });
  }
}

export const hasTable = (url: string, table: string): Promise<boolean> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
      table,
    ]);
    return rows[0]?.found === true;
  });

/** Who asks: somebody who sees every fabric. */
export const benchCtx = (db: DbRoot): Ctx => ({
  actor: { kind: 'system', id: 'cli' },
  db,
  now: new Date(),
  requestId: randomUUID(),
});

export type Asked = { name: string; floorMs?: number; ask: (ctx: Ctx) => Promise<unknown>; times?: number };

const TIMES = Number(process.env.BENCH_TIMES ?? 40);

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** The middle one. */
export const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Asks once unmeasured, then so many times, and prints the middle and the slow end in milliseconds. */
export async function time({ name, floorMs, ask, times = TIMES }: Asked, ctx: () => Ctx): Promise<void> {
  const tookMs: number[] = [];
  await ask(ctx());
  for (let turn = 0; turn < times; turn += 1) {
    const startedAt = performance.now();
    await ask(ctx());
    tookMs.push(performance.now() - startedAt);
  }
  tookMs.sort((a, b) => a - b);
  const [p50, p95] = [at(tookMs, 0.5), at(tookMs, 0.95)];
  const floor = floorMs === undefined ? '' : `  floor ${floorMs} ms, ratio ${(p95 / floorMs).toFixed(2)}`;
  console.log(
    `${name.padEnd(36)} p50 ${p50.toFixed(1).padStart(8)}  p95 ${p95.toFixed(1).padStart(8)} ms${floor}`,
  );
}
