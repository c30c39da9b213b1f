import type { AnyProcedure } from '@trpc/server';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CallerKind, type Outcome, PROCEDURES, ROUTES } from '@/lib/server/auth/authorization-table';
import {
  createApiToken,
  disableOperator,
  revokeApiToken,
  updateOperator,
} from '@/lib/server/services/operator';
import { appRouter } from '@/lib/server/trpc/root';
import { makeOperator, signInCookie, systemCtx } from '@/test/support/callers';
import { holdRequest } from '@/test/support/held-request';
import { startTestServer, type TestServer } from '@/test/support/server';
import { uniqueName } from '@/test/support/world';

const NO_ID = '0198f0c2-6d0e-7b1a-9a53-2f1f0c9d7e11';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await makeOperator(server.runtime.db);
});

afterAll(() => server.stop());

const ctx = () => systemCtx(server.runtime.db);

type Write = { name: string; method: string; path: string; row: Readonly<Record<CallerKind, Outcome>> };

const routes = Object.entries(ROUTES).flatMap(([name, row]): Write[] => {
  const [method = '', url = ''] = name.split(' ');
  if (method === 'GET' || row === 'byProcedure' || url.startsWith('/api/v1/agent/')) return [];
  return [{ name, method, path: url.replace(/:\w+/g, NO_ID), row }];
});

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, AnyProcedure>,
).flatMap(([name, procedure]): Write[] => {
  const row = PROCEDURES[name];
  if (procedure._def.type !== 'mutation' || row === undefined) return [];
  return [{ name, method: 'POST', path: `/api/trpc/${name}`, row }];
});

/** Signing out comes last: it ends the session that the others are asked with. */
const writes = [...routes, ...procedures].sort(
  (one, other) => Number(one.path.endsWith('sign-out')) - Number(other.path.endsWith('sign-out')),
);

function outcomeOf(status: number): Outcome {
  if (status === 401) return 'unauthorized';
  return status === 403 ? 'forbidden' : 'allowed';
}

async function withSession() {
  const { id, email, password } = await makeOperator(server.runtime.db);
  return { id, headers: { cookie: await signInCookie(server.address, email, password) } };
}

async function withToken() {
  const { id, email } = await makeOperator(server.runtime.db);
  const actor = { kind: 'operator', id, name: 'N', email, role: 'administrator', fabrics: 'all' } as const;
  const input = { name: uniqueName('token'), role: 'administrator' } as const;
  const token = await createApiToken({ ctx: { ...ctx(), actor }, input });
  return { id, token: token.id, headers: { authorization: `Bearer ${token.token}` } };
}

const lower = (id: string) => updateOperator({ ctx: ctx(), input: { id, role: 'viewer' } });

type Loss = { headers: Record<string, string>; lose: () => Promise<unknown> };

/** How rights end while a body is under way, and whose rights are left: a secret that is none is refused everywhere. */
const LOSSES: readonly { what: string; left: CallerKind | 'invalid'; begin: () => Promise<Loss> }[] = [
  {
    what: 'its token is revoked',
    left: 'invalid',
    begin: async () => {
      const { token, headers } = await withToken();
      return { headers, lose: () => revokeApiToken({ ctx: ctx(), input: { id: token } }) };
    },
  },
  {
    what: 'who made its token gets a lower role',
    left: 'viewerToken',
    begin: async () => {
      const { id, headers } = await withToken();
      return { headers, lose: () => lower(id) };
    },
  },
  {
    what: 'the account of its session is disabled',
    left: 'anonymous',
    begin: async () => {
      const { id, headers } = await withSession();
      return { headers, lose: () => disableOperator({ ctx: ctx(), input: { id } }) };
    },
  },
  {
    what: 'the account of its session gets a lower role',
    left: 'viewer',
    begin: async () => {
      const { id, headers } = await withSession();
      return { headers, lose: () => lower(id) };
    },
  },
];

const textOf = (query: unknown) =>
  typeof query === 'string' ? query : String(Reflect.get(Object(query), 'text'));

/** Holds requests, and returns once the server has looked at who sends each. */
async function hold(
  headers: Record<string, string>,
  some: readonly { method: string; path: string; body?: string }[],
) {
  const query = vi.spyOn(Client.prototype, 'query');
  const held = await Promise.all(
    some.map(({ method, path, body = '{}' }) =>
      holdRequest(server.address + path, { method, headers, body }),
    ),
  );
  const countAnswered = () =>
    query.mock.calls.filter(
      ([asked], index) =>
        /FROM session JOIN|WITH RECURSIVE chain/.test(textOf(asked)) &&
        query.mock.settledResults[index]?.type === 'fulfilled',
    ).length;
  await expect.poll(countAnswered).toBeGreaterThanOrEqual(some.length);
  query.mockRestore();
  return held;
}

describe('a write whose body is held back', () => {
  it('is every write there is', () => {
    expect(routes.length).toBeGreaterThan(50);
    expect(procedures.length).toBeGreaterThan(40);
  });

  it.each(LOSSES)('has the rights of its end: $what', async ({ left, begin }) => {
    const { headers, lose } = await begin();
    const held = await hold(headers, writes);
    await lose();
    const outcomes: [string, Outcome][] = [];
    for (const [index, { name }] of writes.entries())
      outcomes.push([name, outcomeOf((await held[index]?.release()) ?? 0)]);
    expect(outcomes).toEqual(
      writes.map(({ name, row }) => [name, left === 'invalid' ? 'unauthorized' : row[left]]),
    );
  });

  it('is entered in the audit log at the time of its end', async () => {
    const { headers } = await withToken();
    // Its first use is noted before the head is done.
    await fetch(`${server.address}/api/v1/fabrics`, { headers });
    const name = uniqueName('held');
    const body = JSON.stringify({ name, role: 'viewer' });
    const [held] = await hold(headers, [{ method: 'POST', path: '/api/v1/api-tokens', body }]);
    await fetch(`${server.address}/api/v1/fabrics`, { headers });
    const meanwhile = Date.now();
    expect(await held?.release()).toBe(201);
    const created = await server.runtime.db.auditEntry.findFirstOrThrow({
      where: { action: 'apiToken.created' },
      orderBy: { sequence: 'desc' },
    });
    expect(created.detail).toMatchObject({ name });
    expect(created.at.getTime()).toBeGreaterThanOrEqual(meanwhile);
  });
});
