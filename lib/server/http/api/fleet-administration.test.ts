import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiToken } from '@/lib/server/services/operator';
import { makeOperator, signInCookie, systemCtx } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

let server: TestServer;
let cookie: string;

beforeAll(async () => {
  server = await startTestServer();
  const { email, password } = await makeOperator(db(), 'administrator');
  cookie = await signInCookie(server.address, email, password);
});

afterAll(() => server.stop());

const db = () => server.runtime.db;

async function send(method: string, path: string, body?: unknown, more: Record<string, string> = { cookie }) {
  const response = await fetch(`${server.address}/api/v1/${path}`, {
    method,
    headers: {
      origin: server.address,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...more,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

describe('fabrics by the API', () => {
  it('are made and renamed, each name once', async () => {
    const [name, other] = [uniqueName('Fabric'), uniqueName('Fabric')];
    const made = await send('POST', 'fabrics', { name });
    expect(made).toMatchObject({ status: 201, body: { name, hosts: 0 } });
    expect(made.headers.get('location')).toBe(`/api/v1/fabrics/${made.body.id}`);
    const taken = await send('POST', 'fabrics', { name: name.toUpperCase() });
    expect(taken).toMatchObject({ status: 409, body: { code: 'name_taken', pointer: '/name' } });
    const renamed = await send('PATCH', `fabrics/${made.body.id}`, { name: other });
    expect(renamed).toMatchObject({ status: 200, body: { id: made.body.id, name: other } });
    const names = (await send('GET', 'fabrics')).body.fabrics.map((fabric: { name: string }) => fabric.name);
    expect(names).toContain(other);
    expect(names).not.toContain(name);
    expect((await send('PATCH', `fabrics/${made.body.id}`, { colour: 'red' })).status).toBe(422);
  });

  it('of others do not exist for who is limited, who makes none', async () => {
    const [own, other] = [await makeWorld(db()), await makeWorld(db())];
    const input = { name: uniqueName('t'), role: 'administrator' as const, fabrics: [own.fabric.id] };
    const { token } = await createApiToken({ ctx: systemCtx(db()), input });
    const limited = { authorization: `Bearer ${token}` };
    const { fabrics } = (await send('GET', 'fabrics', undefined, limited)).body;
    expect(fabrics.map(({ id }: { id: string }) => id)).toEqual([own.fabric.id]);
    expect((await send('POST', 'fabrics', { name: uniqueName('x') }, limited)).status).toBe(403);
    const theirs = await send('POST', 'enrollment-tokens', { fabric: other.fabric.name }, limited);
    expect(theirs.status).toBe(404);
  });
});

describe('enrolment tokens by the API', () => {
  it('are made, shown once, listed without their secret, and revoked', async () => {
    const { fabric } = await makeWorld(db());
    const key = { cookie, 'idempotency-key': uniqueName('key') };
    const made = await send('POST', 'enrollment-tokens', { fabric: fabric.name, uses: 3 }, key);
    expect(made).toMatchObject({ status: 201, body: { fabric: fabric.name, uses: 3 } });
    const again = await send('POST', 'enrollment-tokens', { fabric: fabric.name, uses: 3 }, key);
    expect(again).toMatchObject({ status: 409, body: { code: 'already_created', id: made.body.id } });
    const check = () => send('POST', 'agent/check-token', {}, { authorization: `Bearer ${made.body.token}` });
    expect((await check()).status).toBe(200);
    const listed = await send('GET', 'enrollment-tokens');
    expect(listed.body.enrollmentTokens).toContainEqual(
      expect.objectContaining({
        id: made.body.id,
        uses: 3,
        used: 0,
        usable: true,
        createdByName: expect.stringMatching(/./),
      }),
    );
    expect(JSON.stringify(listed.body)).not.toContain(made.body.token);
    expect((await send('DELETE', `enrollment-tokens/${made.body.id}`)).status).toBe(204);
    expect((await check()).status).toBe(401);
  });
});
