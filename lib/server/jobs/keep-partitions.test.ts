import { expect, it } from 'vitest';
import type { Pools } from '@/lib/server/db/pools';
import { createJobTimes } from '@/lib/server/metrics/job-times';
import type { Env } from '@/lib/server/process/env';
import { changeSettings, followSettings, getSettings } from '@/lib/server/services/setting';
import { ensureInstallation } from '@/lib/server/services/system';
import { DAY_MS } from '@/lib/util/durations';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { systemCtx } from '@/test/support/callers';
import { deliver, enrolledHost, snapshotAt } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { keepPartitions } from './keep-partitions';

let pools: Pools;
usesDatabase((_, opened) => {
  pools = opened;
});

it('drops nothing that another server was told to keep for longer meanwhile', async () => {
  const env = { given: {} } as Env;
  const ctx = systemCtx(pools.console);
  await ensureInstallation(pools.console, ctx.now);
  const set = async (retentionDays: number) => {
    const { version } = await getSettings({ ctx, env });
    await changeSettings({ ctx, input: { version, retentionDays }, env });
  };
  await set(30);
  const settings = await followSettings(pools.jobs, env.given);
  await set(400);
  const daysAgo = (days: number) => new Date(ctx.now.getTime() - days * DAY_MS);
  const host = await enrolledHost(pools.console, daysAgo(61));
  for (const [days, hgsClient] of [
    [60, PASSED],
    [50, INSECURE],
  ] as const) {
    const snapshots = [snapshotAt(host, daysAgo(days), { sequence: 100 - days, hgsClient })];
    await deliver(pools.ingest, host, { receivedAt: daysAgo(days), snapshots });
  }
  const countSegments = () => pools.console.$queryRaw`SELECT count(*)::int AS segments FROM state_segment`;
  const before = await countSegments();
  const end = keepPartitions(pools.jobs, settings, {
    times: createJobTimes(),
    onError: (error) => expect(error).toBeUndefined(),
  });
  // Its first round has begun.
  await end();
  expect(await countSegments()).toEqual(before);
  expect(before).not.toEqual([{ segments: 0 }]);
});
