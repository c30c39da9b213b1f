import { afterAll, beforeAll, expect, it } from 'vitest';
import { holdingLocks } from '@/test/support/holding-locks';
import { delivery, enrolledHost, snapshotAt } from '@/test/support/ingest';
import { startTestServer, type TestServer } from '@/test/support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ limits: { deliveryMs: 100 } });
});
afterAll(() => server.stop());

const ready = async () => {
  const response = await fetch(`${server.address}/api/health/ready`);
  return { status: response.status, body: await response.json() };
};

it('is not ready while snapshots wait and none is written, and says so', async () => {
  const { db, batcher } = server.runtime;
  const now = new Date();
  const host = await enrolledHost(db, now);
  const sent = delivery(host, { receivedAt: now, snapshots: [snapshotAt(host, now)] });
  let answer: Promise<unknown> = Promise.resolve();
  await holdingLocks(db, async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM host_live WHERE host_id = ${host.hostId}::uuid FOR UPDATE`;
    answer = batcher.deliver(sent);
    await expect.poll(batcher.oldestMs).toBeGreaterThan(100);
    expect(await ready()).toMatchObject({
      status: 503,
      body: { code: 'unavailable', title: 'Snapshots wait, and none of them is written' },
    });
  });
  expect(await answer).toMatchObject([{ outcome: 'stored' }]);
  expect(await ready()).toEqual({ status: 200, body: { status: 'ready' } });
});
