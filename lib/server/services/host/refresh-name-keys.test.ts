import { expect, it } from 'vitest';
import { openPools } from '@/lib/server/db/pools';
import { loadEnv } from '@/lib/server/process/env';
import { createLogger } from '@/lib/server/process/logger';
import { createRuntime } from '@/lib/server/runtime';
import { testDatabase } from '@/test/support/database';
import { enrolledHosts } from '@/test/support/ingest';

const NOON = new Date('2026-11-24T12:00:00Z');

it('gives stored hosts at the start the keys that their names have now, but for one that another holds', async () => {
  const database = await testDatabase();
  const pools = openPools({ url: database.runtimeUrl });
  const db = pools.console;
  try {
    const hosts = await enrolledHosts(db, NOON, 4);
    const stored = ['нv-раr', 'hv-раr', 'hv-lyo..', 'hv-überlingen'];
    for (const [index, { hostId: id }] of hosts.entries()) {
      const nameKey = stored[index] ?? '';
      await db.host.update({ where: { id }, data: { nameKey } });
    }
    const log = createLogger({ level: 'error', write: () => undefined });
    const env = loadEnv({ NODE_ENV: 'test', PORT: '0' });
    const runtime = await createRuntime({ env, log, runtimeUrl: database.runtimeUrl });
    await runtime.close();
    const kept = await db.host.findMany({ orderBy: { id: 'asc' } });
    const [first, second, ...others] = [...hosts]
      .sort((a, b) => (a.hostId < b.hostId ? -1 : 1))
      .map(({ hostId }) => kept.find(({ id }) => id === hostId));
    expect([first, second].map((host) => host?.nameKey)).toEqual(['hv-par', 'hv-раr']);
    expect(others.map((host) => host?.nameKey)).toEqual(['hv-lyo', 'hv-überlingen']);
  } finally {
    await pools.close();
    await database.drop();
  }
});
