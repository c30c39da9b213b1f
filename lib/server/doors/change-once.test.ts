import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enroll, hostNames } from '@/test/support/agent-client';
import { makeOperator, signInCookie } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

let server: TestServer;
let headers: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  const { email, password } = await makeOperator(server.runtime.db, 'administrator');
  const cookie = await signInCookie(server.address, email, password);
  headers = { cookie, origin: server.address, 'content-type': 'application/json' };
});
afterAll(() => server.stop());

const ask = (method: string, address: string, key: string, body?: unknown) =>
  fetch(server.address + address, {
    method,
    headers: { ...headers, 'idempotency-key': key },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

const keptOf = (key: string) => server.runtime.db.keptAnswer.count({ where: { key } });

describe('a change with a key', () => {
  it('that answers nothing is done once as well', async () => {
    const fact = { about: 'M4', text: 'Said here.', source: 'A note', url: 'https://vendor.example' };
    const facts = [{ ...fact, readOn: '2026-11-01' }];
    expect((await ask('PUT', '/api/v1/secure-boot/facts', uniqueName('key'), facts)).status).toBe(200);
    const key = uniqueName('key');
    const remove = () => ask('DELETE', '/api/v1/secure-boot/facts', key);
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
    expect((await ask('DELETE', '/api/v1/secure-boot/facts', uniqueName('key'))).status).toBe(404);
  });

  it('of the console is kept, but for one that is committed thousand by thousand', async () => {
    const [one, many] = [uniqueName('key'), uniqueName('key')];
    expect((await ask('POST', '/api/trpc/fabric.create', one, { name: uniqueName('f') })).status).toBe(200);
    expect(await keptOf(one)).toBe(1);
    const world = await makeWorld(server.runtime.db);
    const host = await enroll(server.address, await world.enrollmentToken(), hostNames(uniqueName('HV')));
    const selection = { hosts: [host.hostId], owner: 'Ops Paris' };
    const answer = await ask('POST', '/api/trpc/host.setOwner', many, selection);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('done')]);
    expect(await keptOf(many)).toBe(0);
  });
});
