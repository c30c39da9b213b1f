import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Enrolled, enroll, hostNames, snapshotOf } from '@/test/support/agent-client';
import { seriesSum } from '@/test/support/read-metrics';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

// Agents' snapshots come in before the framework; written otherwise, the same address comes in through it. Nobody
// may be able to tell.

let server: TestServer;
let host: Enrolled;
beforeAll(async () => {
  server = await startTestServer();
  const token = await (await makeWorld(server.runtime.db)).enrollmentToken();
  host = await enroll(server.address, token, hostNames(uniqueName('HV')));
});
afterAll(() => server.stop());

const PATH = '/api/v1/agent/snapshots';

type Sent = { credential?: string; type?: string; body?: string };

async function answerOf(
  path: string,
  { credential = host.credential, type = 'application/json', body }: Sent,
) {
  const snapshots = [snapshotOf(host)];
  const response = await fetch(server.address + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${credential}`, 'content-type': type },
    body: body ?? JSON.stringify({ schema: 1, sentAt: new Date().toISOString(), snapshots }),
  });
  const headers = Object.fromEntries(response.headers);
  const { requestId, serverTime, results, ...said } = await response.json();
  if (requestId) expect(headers['x-request-id']).toBe(requestId);
  for (const own of ['x-request-id', 'date', 'content-length']) {
    expect(headers[own]).toBeTruthy();
    delete headers[own];
  }
  return {
    status: response.status,
    headers,
    said,
    outcomes: results?.map((one: { outcome: string }) => one.outcome),
  };
}

it.each<[number, Sent]>([
  [200, {}],
  [400, { body: '{' }],
  [401, { credential: 'gfh_none' }],
  [413, { body: ' '.repeat(1024 * 1024 + 1) }],
  [415, { type: 'text/plain' }],
  [422, { body: '{}' }],
])('answers %s as the framework would', async (status, sent) => {
  const answer = await answerOf(PATH, sent);
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  expect(await answerOf(`${PATH}?`, sent)).toEqual(answer);
});

it('says on its last connections that they are, and counts each request once', async () => {
  const counted = async () =>
    seriesSum(await server.runtime.metrics.print(), 'gf_http_requests_total', { route: PATH, status: '401' });
  const before = await counted();
  server.runtime.stopping = true;
  for (const path of [PATH, `${PATH}?`])
    expect((await answerOf(path, { credential: 'gfh_none' })).headers.connection).toBe('close');
  server.runtime.stopping = false;
  await expect.poll(counted).toBe(before + 2);
});
