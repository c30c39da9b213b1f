import { afterAll, beforeAll, expect, it } from 'vitest';
import { enroll, hostNames, snapshotOf } from '@/test/support/agent-client';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ variables: { GF_TRUSTED_PROXIES: '127.0.0.1' } });
});
afterAll(() => server.stop());

async function connectionOf(headers: Record<string, string>): Promise<unknown> {
  const token = await (await makeWorld(server.runtime.db)).enrollmentToken();
  const host = await enroll(server.address, token, hostNames(uniqueName('HV')));
  const body = { schema: 1, sentAt: new Date().toISOString(), snapshots: [snapshotOf(host)] };
  const response = await fetch(new URL('/api/v1/agent/snapshots', server.address), {
    method: 'POST',
    headers: { authorization: `Bearer ${host.credential}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return (await response.json()).connection;
}

it('tells a sender without TLS that there was none', async () => {
  expect(await connectionOf({})).toEqual({ tls: null });
});

// The protocol itself is told over TLS by apps/agent/tests/central.long.test.ts.
it.each([
  [{ 'x-forwarded-for': '10.0.0.9', 'x-forwarded-proto': 'https' }],
  [{ forwarded: 'for=10.0.0.9;proto=https' }],
])('claims nothing of a connection that a proxy ended: %j', async (headers) => {
  expect(await connectionOf(headers)).toBeUndefined();
});
