import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeOperator, signInCookie } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { uniqueName } from '@/test/support/world';

let server: TestServer;
let operator: Awaited<ReturnType<typeof makeOperator>>;
let cookie: string;

beforeAll(async () => {
  server = await startTestServer();
  operator = await makeOperator(server.runtime.db, 'administrator');
  cookie = await signInCookie(server.address, operator.email, operator.password);
});

afterAll(() => server.stop());

const PATH = '/api/v1/api-tokens';

async function send(method: string, path: string, body?: unknown, more: Record<string, string> = { cookie }) {
  const response = await fetch(server.address + path, {
    method,
    headers: {
      origin: server.address,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...more,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('API tokens by the API', () => {
  it('are made, shown once, listed with their use, and revoked with those made with them', async () => {
    const name = uniqueName('cmdb');
    const made = await send('POST', PATH, { name, role: 'administrator', expiresInSeconds: 3_600 });
    expect([made.status, made.headers.get('location')]).toEqual([201, `${PATH}/${made.body.id}`]);
    const inner = { name: uniqueName('inner'), role: 'viewer' };
    const child = await send('POST', PATH, inner, bearer(made.body.token));
    // It ends with the token that made it at the latest.
    expect([child.status, child.body.expiresAt]).toEqual([201, made.body.expiresAt]);
    const { apiTokens } = (await send('GET', PATH)).body;
    const rows = apiTokens.filter(({ id }: { id: string }) => [made.body.id, child.body.id].includes(id));
    expect(rows).toMatchObject([
      { name, createdByName: operator.email.split('@')[0], usable: true, lastUsedAt: expect.any(String) },
      { name: inner.name, createdByName: `${name} (API, ${operator.email.split('@')[0]})`, lastUsedAt: null },
    ]);
    expect(JSON.stringify(apiTokens)).not.toContain(made.body.token);
    const revoked = await send('DELETE', `${PATH}/${made.body.id}`);
    expect(revoked).toMatchObject({ status: 200, body: { apiTokens: [{ id: child.body.id }] } });
    expect((await send('GET', PATH, undefined, bearer(child.body.token))).status).toBe(401);
    expect((await send('DELETE', `${PATH}/no-such-token`)).status).toBe(404);
  });

  it('keep nothing of the token for who asks with the same key again', async () => {
    const body = { name: uniqueName('once'), role: 'viewer' };
    const key = { cookie, 'idempotency-key': uniqueName('key') };
    const made = await send('POST', PATH, body, key);
    const again = await send('POST', PATH, body, key);
    expect(again).toMatchObject({ status: 409, body: { code: 'already_created', id: made.body.id } });
    expect(JSON.stringify(await server.runtime.db.keptAnswer.findMany())).not.toContain(made.body.token);
  });

  it('name what is wrong with a wish', async () => {
    const name = uniqueName('wrong');
    for (const [body, status, pointer] of [
      [{ name, role: 'king' }, 400, '/role'],
      [{ name, role: 'viewer', expiresInSeconds: 5 }, 400, '/expiresInSeconds'],
      [{ name, role: 'viewer', scopes: [] }, 422, '/scopes'],
    ] as const)
      expect(await send('POST', PATH, body)).toMatchObject({ status, body: { pointer } });
  });
});
