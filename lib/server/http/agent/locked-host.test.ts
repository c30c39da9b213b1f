import { afterAll, beforeAll, expect, it } from 'vitest';
import { unlockHost } from '@/lib/server/services/host';
import { createApiToken } from '@/lib/server/services/operator';
import { type Enrolled, enroll, hostNames, send, snapshotOf } from '@/test/support/agent-client';
import { systemCtx } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

// A locked host cannot send, whichever of its credentials it uses: nothing vouches for it any more.

let server: TestServer;
let reader: Record<string, string>;
let host: Enrolled;
let old: Enrolled;

beforeAll(async () => {
  server = await startTestServer();
  const ctx = systemCtx(server.runtime.db);
  const input = { name: uniqueName('locked'), role: 'viewer' as const };
  reader = { authorization: `Bearer ${(await createApiToken({ ctx, input })).token}` };
  const token = await (await makeWorld(server.runtime.db)).enrollmentToken();
  old = await enroll(server.address, token, hostNames(uniqueName('HV')));
  await send(server.address, old, snapshotOf(old));
  const rotated = await fetch(`${server.address}/api/v1/agent/rotate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${old.credential}` },
  });
  host = { ...old, credential: (await rotated.json()).credential };
  await send(server.address, host, snapshotOf(host, { sequence: 2 }));
  await server.runtime.db.credential.updateMany({
    where: { sourceId: host.hostId, endReason: 'rotated' },
    data: { endsAt: new Date(Date.now() - 1) },
  });
});
afterAll(() => server.stop());

async function get<T>(path: string): Promise<T> {
  const response = await fetch(server.address + path, { headers: reader });
  expect(response.status).toBe(200);
  return response.json();
}

async function tried({ credential }: Enrolled): Promise<number> {
  const response = await fetch(`${server.address}/api/v1/agent/snapshots`, {
    method: 'POST',
    headers: { authorization: `Bearer ${credential}`, 'content-type': 'application/json' },
    body: JSON.stringify({ schema: 1, sentAt: new Date().toISOString(), snapshots: [snapshotOf(host)] }),
  });
  return response.status;
}

const kinds = async (kind: string) =>
  (await get<{ changes: { hostId: string }[] }>(`/api/v1/changes?kind=${kind}`)).changes.filter(
    ({ hostId }) => hostId === host.hostId,
  ).length;

it('is nowhere shown as healthy, says how it is unlocked, and is healthy again with its next report', async () => {
  const one = () => get<Record<string, unknown>>(`/api/v1/hosts/${host.hostId}`);
  expect(await one()).toMatchObject({ state: 'Passed', reporting: 'onTime', lockedAt: null });
  for (const credential of [old, host, host, old]) expect(await tried(credential)).toBe(403);
  expect(await one()).toMatchObject({
    state: 'Silent',
    reporting: 'faulty',
    lockedAt: expect.any(String),
    lastRejection: { code: 'host_locked' },
    verdict: { code: 'locked', text: expect.stringContaining('host unlock') },
  });
  expect((await get<{ hosts: unknown[] }>('/api/v1/hosts?state=Silent&reporting=faulty')).hosts).toHaveLength(
    1,
  );
  expect(await get('/api/v1/summary')).toMatchObject({
    reporting: { faulty: 1, onTime: 0 },
    states: { Passed: 0 },
  });
  const { events } = await get<{ events: { kind: string }[] }>(`/api/v1/hosts/${host.hostId}/timeline`);
  expect(events.map(({ kind }) => kind)).toContain('locked');
  expect(await kinds('locked')).toBe(1);
  // However often it tries: one event, one receipt.
  expect(await kinds('rejected')).toBe(0);
  expect(
    await server.runtime.db.$queryRaw`
    SELECT count(*)::int AS count FROM snapshot_receipt WHERE host_id = ${host.hostId}::uuid AND code = 'host_locked'`,
  ).toEqual([{ count: 1 }]);

  await unlockHost({ ctx: systemCtx(server.runtime.db, new Date()), input: { id: host.hostId } });
  expect(await kinds('unlocked')).toBe(1);
  // It is no better until it sends something, but there is nothing to unlock any more.
  expect(await one()).toMatchObject({ state: 'Silent', lockedAt: null, verdict: { code: 'faulty' } });
  await send(server.address, host, snapshotOf(host, { sequence: 3 }));
  expect(await one()).toMatchObject({ state: 'Passed', reporting: 'onTime', lockedAt: null });
});
