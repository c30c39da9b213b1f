import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createApiToken } from '@/lib/server/services/operator';
import { makeOperator, signInCookie, systemCtx } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { uniqueName } from '@/test/support/world';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

/** The statements about who asks that reach PostgreSQL while `work` runs; jobs ask for other things. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const query = vi.spyOn(Client.prototype, 'query');
  await work();
  const { calls } = query.mock;
  query.mockRestore();
  const texts = calls.map(([asked]) => (typeof asked === 'string' ? asked : textOf(asked)));
  return texts.filter((text) => /\b(session|operator|operator_fabric|api_token|account)\b/.test(text));
}

const textOf = (asked: unknown) => String(Reflect.get(Object(asked), 'text'));

const ask = async (path: string, headers: Record<string, string>) => {
  const response = await fetch(server.address + path, { headers });
  expect(response.status).toBe(200);
};

describe('who asks', () => {
  it('is one statement for a session, on a procedure and on a route', async () => {
    const { email, password } = await makeOperator(server.runtime.db);
    const cookie = await signInCookie(server.address, email, password);
    for (const path of ['/api/trpc/fabric.list', '/api/v1/summary', '/api/auth/get-session'])
      expect(await statementsOf(() => ask(path, { cookie }))).toEqual([
        expect.stringContaining('FROM session'),
      ]);
  });

  it('is one statement for a token, however many made each other', async () => {
    const ctx = systemCtx(server.runtime.db);
    const input = { name: uniqueName('token'), role: 'administrator' } as const;
    const first = await createApiToken({ ctx, input });
    const actor = { kind: 'apiToken', ...input, id: first.id, fabrics: 'all' } as const;
    const { token } = await createApiToken({ ctx: { ...ctx, actor }, input });
    const headers = { authorization: `Bearer ${token}` };
    await ask('/api/v1/summary', headers);
    expect(await statementsOf(() => ask('/api/v1/summary', headers))).toHaveLength(1);
  });

  it('is nobody without a statement where the cookie was not signed here', async () => {
    for (const cookie of ['gf-session=forged', 'gf-session=a.b', 'gf-session=%E0%A4%A', 'other=x'])
      expect(await statementsOf(() => ask('/api/auth/get-session', { cookie }))).toEqual([]);
  });
});
