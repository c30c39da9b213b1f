import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Simulation } from '@/apps/simulator/simulate';
import type { DbRoot } from '@/lib/server/db/client';
import { inUtc, withClient } from '@/lib/server/db/connection';
import { type EmbeddedAddresses, startShared } from '@/lib/server/db/embedded/server';
import { openPools, type Pools } from '@/lib/server/db/pools';
import { createApiToken } from '@/lib/server/services/operator';
import { systemCtx } from '@/test/support/callers';
import { metricsOf, seriesSum } from '@/test/support/read-metrics';
import { type ApiProcess, freePort, startApiProcess } from '@/test/support/rig/api-process';
import { rigCount } from '@/test/support/rig/counts';
import { type Installation, makeInstallation } from '@/test/support/rig/installation';
import { makeNextVersion } from '@/test/support/rig/next-version';
import { judgeBy } from '@/test/support/rig/oracle';
import { rigProgram } from '@/test/support/rig/program';
import { startTcpProxy, type TcpProxy } from '@/test/support/rig/tcp-proxy';

// R22 and R23: two servers over one database, behind a balancer that knows nothing of HTTP.

const MINUTE = 60_000;
const HOSTS = rigCount('HOSTS', 40);
const INSTANCE_KILLS = rigCount('INSTANCE_KILLS', 2);
/** Somebody's report that is open while the migration wants its table. */
const OPEN_TRANSACTION_MS = 1_000;

type Instance = { port: number; process: ApiProcess };

let installation: Installation;
let addresses: EmbeddedAddresses;
let pools: Pools;
let db: DbRoot;
let balancer: TcpProxy;
let reader: Record<string, string>;
const instances: Instance[] = [];
/** What all of them said, the killed ones too. */
const said: string[][] = [];

async function startOn(port: number, program?: string): Promise<Instance> {
  const dataDir = path.join(installation.folder, `instance-${port}`);
  mkdirSync(dataDir, { recursive: true });
  const variables = {
    PORT: String(port),
    GF_DATA_DIR: dataDir,
    DATABASE_URL: addresses.url,
    DATABASE_MIGRATE_URL: addresses.migrateUrl,
  };
  const process = await startApiProcess(variables, program);
  said.push(process.said);
  return { port, process };
}

beforeAll(async () => {
  installation = await makeInstallation(HOSTS);
  addresses = await startShared({ dataDir: installation.dataDir, log: () => undefined });
  pools = openPools({ url: inUtc(addresses.url) });
  db = pools.console;
  const { token } = await createApiToken({ ctx: systemCtx(db), input: { name: 'rig', role: 'viewer' } });
  reader = { authorization: `Bearer ${token}` };
  const ports = [await freePort(), await freePort()];
  instances.push(...(await Promise.all(ports.map((port) => startOn(port)))));
  balancer = await startTcpProxy({ targets: ports });
}, 5 * MINUTE);

afterAll(async () => {
  await balancer?.stop();
  await Promise.all(instances.map((one) => one.process.stop()));
  await pools?.close();
  await installation?.remove();
}, 2 * MINUTE);

const working = (simulation: Simulation) => {
  const before = simulation.counts.stored;
  return expect.poll(() => simulation.counts.stored).toBeGreaterThan(before + HOSTS);
};

async function expectNothingLost(): Promise<void> {
  const verdict = await judgeBy(db, installation.acknowledged());
  expect(verdict).toMatchObject({ lost: [], doubled: [], astray: 0 });
  // Both keep partitions and write for the same hosts: none of that is an error of the other's.
  expect(said.flat().filter((line) => line.includes('"level":"error"'))).toEqual([]);
}

it(
  'take the same fleet side by side, one of them killed again and again, and store everything once (R22)',
  async () => {
    const faults = { lostReplies: 0.1, torn: 0.05, repeated: 0.05 };
    const simulation = await installation.report({ server: balancer.address, faults });
    await working(simulation);
    for (const instance of instances) {
      const text = await metricsOf(instance.process.address, reader);
      expect(seriesSum(text, 'gf_ingest_snapshots_total', { outcome: 'stored' })).toBeGreaterThan(0);
    }
    for (let kill = 0; kill < INSTANCE_KILLS; kill += 1) {
      const index = kill % instances.length;
      const { port, process } = instances[index] ?? { port: 0 };
      await process?.kill();
      await working(simulation);
      instances[index] = await startOn(port);
      await working(simulation);
    }
    await simulation.stop();
    expect(simulation.counts).toMatchObject({ rejected: 0, dropped: 0, refused: 0 });
    expect(simulation.counts.duplicates).toBeGreaterThan(0);
    await expectNothingLost();
  },
  2 * MINUTE + (INSTANCE_KILLS * MINUTE) / 4,
);

/** A person's page asks again when its connection was refused or cut, and shows an error for anything else. */
async function keepAsking(isOver: () => boolean): Promise<number[]> {
  const statuses: number[] = [];
  const headers = { ...reader, connection: 'close' };
  while (!isOver()) {
    const answer = await fetch(`${balancer.address}/api/v1/summary`, { headers }).catch(() => undefined);
    if (answer) statuses.push(answer.status);
    await answer?.arrayBuffer().catch(() => undefined);
    await wait(20);
  }
  return statuses;
}

it(
  'are replaced one after the other by a version with migrations, and nobody is turned away (R23)',
  async () => {
    const next = makeNextVersion(await rigProgram('api-server'));
    const simulation = await installation.report({ server: balancer.address });
    let isOver = false;
    const asking = keepAsking(() => isOver);
    try {
      await working(simulation);
      const open = withClient(addresses.url, async (client) => {
        await client.query('BEGIN');
        await client.query('SELECT count(*) FROM host');
        await wait(OPEN_TRANSACTION_MS);
        await client.query('COMMIT');
      });
      for (const [index, { port, process }] of [...instances.entries()]) {
        expect(await process.stop()).toBe(0);
        instances[index] = await startOn(port, next.file);
        await working(simulation);
      }
      await open;
    } finally {
      isOver = true;
      await simulation.stop();
      next.remove();
    }
    expect(new Set(await asking)).toEqual(new Set([200]));
    expect(simulation.counts).toMatchObject({ rejected: 0, dropped: 0, refused: 0 });
    const [row] = await db.$queryRaw<{ migrations: number }[]>`
    SELECT count(*)::int AS migrations FROM _prisma_migrations
    WHERE migration_name LIKE '9999%' AND finished_at IS NOT NULL`;
    expect(row).toEqual({ migrations: 2 });
    await expectNothingLost();
  },
  5 * MINUTE,
);
