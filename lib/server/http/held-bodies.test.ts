import type { AnyProcedure } from '@trpc/server';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CallerKind, type Outcome, PROCEDURES, ROUTES } from '@/lib/server/doors/authorization-table';
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

const writes = [...routes, ...procedures];

/** As many as are held together: each body has to come whole in time, and each request to have its turn. */
const HELD_AT_ONCE = 16;

/** Signing out ends the session that others are asked with: it is held by itself. */
const isSignOut = ({ path }: Write) => path.endsWith('sign-out');

function groupsOfWrites(): Write[][] {
  const others = writes.filter((write) => !isSignOut(write));
  const count = Math.ceil(others.length / HELD_AT_ONCE);
  const groups = Array.from({ length: count }, (_, index) =>
    others.slice(index * HELD_AT_ONCE, (index + 1) * HELD_AT_ONCE),
  );
  return [...groups, ...writes.filter(isSignOut).map((write) => [write])];
}

function outcomeOf(status: number): Outcome {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  // Neither says whose right it is: it came too late, or there was no room.
  if (status === 408 || status === 429 || status >= 500)
    throw new Error(`A write was answered with ${status}`);
  return 'allowed';
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
    const outcomes: [string, Outcome][] = [];
    for (const group of groupsOfWrites()) {
      const { headers, lose } = await begin();
      const held = await hold(headers, group);
      await lose();
      const statuses = await Promise.all(held.map((one) => one.release()));
      outcomes.push(
        ...group.map(({ name }, index): [string, Outcome] => [name, outcomeOf(statuses[index] ?? 0)]),
      );
    }
    const expected = writes.map(({ name, row }) => [name, left === 'invalid' ? 'unauthorized' : row[left]]);
    expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(expected));
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
