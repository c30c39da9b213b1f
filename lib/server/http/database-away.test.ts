import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCallers, postJson } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';

let server: TestServer;
let headers: Awaited<ReturnType<typeof makeCallers>>;

beforeAll(async () => {
  server = await startTestServer();
  headers = await makeCallers(server.runtime.db, server.address);
  await server.database.drop();
});

afterAll(() => server.stop());

const get = (path: string, sent: Record<string, string> = {}) =>
  fetch(server.address + path, { headers: sent });

describe('while the database is away', () => {
  it('the server lives, and is not ready', async () => {
    expect((await get('/api/health/live')).status).toBe(200);
    expect((await get('/api/health/ready')).status).toBe(503);
  });

  it.each([
    ['a person’s question', () => get('/api/trpc/fabric.list', headers.viewer)],
    ['a program’s question', () => get('/api/v1/hosts', headers.viewerToken)],
    [
      'a sign-in',
      () => postJson(server.address, '/api/auth/sign-in/email', { email: 'a@b.example', password: 'x' }),
    ],
    ['a sign-out', () => postJson(server.address, '/api/auth/sign-out', {}, headers.viewer)],
    ['a host', () => postJson(server.address, '/api/v1/agent/rotate', {}, headers.hostCredential)],
    [
      'an enrolment',
      () =>
        postJson(
          server.address,
          '/api/v1/agent/enroll',
          { machineId: '', hostname: 'x' },
          headers.enrollmentToken,
        ),
    ],
  ])('%s is put off, with a time, and never a 500', async (_who, ask) => {
    const response = await ask();
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(text).toContain('"code":"unavailable"');
    expect(text).toContain('retryAfterSeconds');
    expect(text).not.toMatch(/prisma|postgres|test_/i);
  });

  it('each line about a request has its id once, the one that its answer shows', async () => {
    const { requestId } = await (await get('/api/v1/hosts', headers.viewerToken)).json();
    const [line = ''] = server.logged.filter((one) => one.includes(requestId));
    expect(line.match(/"(reqId|requestId)":/g)).toEqual(['"requestId":']);
  });
});
