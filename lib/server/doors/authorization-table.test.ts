import type { AnyProcedure } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CALLERS,
  type CallerKind,
  type Outcome,
  PROCEDURES,
  ROUTES,
} from '@/lib/server/doors/authorization-table';
import { createAgentDoors } from '@/lib/server/http/agent/agent';
import { buildApp } from '@/lib/server/http/app';
import { appRouter } from '@/lib/server/trpc/root';
import { makeCallers } from '@/test/support/callers';
import { isLongRun } from '@/test/support/runs';
import { startTestServer, type TestServer } from '@/test/support/server';
import { uniqueName } from '@/test/support/world';

const NO_ID = '0198f0c2-6d0e-7b1a-9a53-2f1f0c9d7e11';

const TERMS = { reason: 'r', reviewAt: '2026-12-24T00:00:00Z', endsAt: '2026-12-24T00:00:00Z' };

/** An input that fits, so that only who asks can be the reason for a refusal. */
const INPUTS: Record<keyof typeof PROCEDURES, () => unknown> = {
  'change.compare': () => ({ from: '2026-11-24T00:00:00Z' }),
  'change.feed': () => ({}),
  'change.list': () => ({}),
  'change.recent': () => ({}),
  'change.since': () => ({ since: '2026-11-24T00:00:00Z' }),
  'change.serverAway': () => undefined,
  'change.wave': () => ({ id: '0-x' }),
  'change.waves': () => ({}),
  'enrollment.agentPackage': () => undefined,
  'enrollment.createToken': () => ({ fabric: NO_ID }),
  'enrollment.listTokens': () => undefined,
  'enrollment.revokeToken': () => ({ id: NO_ID }),
  'exception.approve': () => ({ id: NO_ID }),
  'exception.get': () => ({ id: NO_ID }),
  'exception.list': () => ({}),
  'exception.renew': () => ({ id: NO_ID, ...TERMS }),
  'exception.request': () => ({ hosts: [NO_ID], causes: ['SecureBoot'], control: 'c', owner: 'o', ...TERMS }),
  'exception.summary': () => ({}),
  'exception.withdraw': () => ({ id: NO_ID }),
  'fabric.create': () => ({ name: uniqueName('made') }),
  'fabric.list': () => undefined,
  'fabric.rename': () => ({ fabric: NO_ID, name: uniqueName('renamed') }),
  'history.begins': () => undefined,
  'history.complianceTime': () => ({ from: '2026-11-24T00:00:00Z', to: '2026-11-24T01:00:00Z' }),
  'history.counts': () => ({ at: '2026-11-24T00:00:00Z' }),
  'history.timeline': () => ({ id: NO_ID }),
  'history.trend': () => ({ days: 2 }),
  'host.allowReenroll': () => ({ id: NO_ID }),
  'host.withdrawReenroll': () => ({ id: NO_ID }),
  'host.facets': () => ({}),
  'host.merge': () => ({ id: NO_ID, into: NO_ID }),
  'host.records': () => ({ kind: 'locked' }),
  'host.retire': () => ({ id: NO_ID }),
  'host.risks': () => ({}),
  'host.secureBoot': () => ({}),
  'host.get': () => ({ id: NO_ID }),
  'host.life': () => ({ id: NO_ID }),
  'host.list': () => ({}),
  'host.map': () => ({}),
  'host.mayRestart': () => ({ id: NO_ID }),
  'host.neighbours': () => ({ id: NO_ID }),
  'host.selection': () => ({}),
  'host.selectionWeight': () => ({}),
  'host.summary': () => ({}),
  'host.unlock': () => ({ id: NO_ID }),
  'operator.acceptInvitation': () => ({ token: 'none', password: 'long enough for all' }),
  'operator.change': () => ({ id: 'nobody', disabled: true }),
  'operator.canSetUp': () => ({ token: 'none' }),
  'operator.create': () => ({
    email: `${uniqueName('made')}@fab.example`,
    role: 'viewer',
    password: 'long enough for all',
  }),
  'operator.createApiToken': () => ({ name: 'made', role: 'viewer' }),
  'operator.endOtherSessions': () => ({}),
  'operator.endSession': () => ({ id: 'none' }),
  'operator.invite': () => ({ email: `${uniqueName('invited')}@fab.example`, role: 'viewer' }),
  'operator.invitedPerson': () => ({ token: 'none' }),
  'operator.list': () => undefined,
  'operator.listApiTokens': () => undefined,
  'operator.listSessions': () => undefined,
  'operator.me': () => undefined,
  'operator.renewPassword': () => ({ id: 'nobody' }),
  'operator.revokeApiToken': () => ({ id: NO_ID }),
  'operator.lastLook': () => undefined,
  'operator.look': () => ({}),
  'operator.setPreferences': () => ({ theme: 'dark' }),
  'plan.change': () => ({ id: NO_ID, version: 1 }),
  'plan.close': () => ({ id: NO_ID }),
  'plan.confirmChange': () => ({ id: NO_ID, text: 't' }),
  'plan.create': () => ({ hosts: [NO_ID] }),
  'plan.get': () => ({ id: NO_ID }),
  'plan.list': () => ({}),
  'plan.preview': () => ({ hosts: [NO_ID] }),
  'plan.setTask': () => ({ id: NO_ID, task: NO_ID, state: 'done' }),
  'search.find': () => ({ q: 'hv' }),
  'snapshot.compare': () => ({ hostId: NO_ID, from: NO_ID, to: NO_ID }),
  'snapshot.list': () => ({ hostId: NO_ID }),
  'snapshot.raw': () => ({ hostId: NO_ID }),
  'system.audit': () => ({}),
  'system.catalogue': () => ({}),
  'system.explain': () => ({ text: '' }),
  'system.verifyAudit': () => undefined,
};

/** tRPC keeps them by their whole path. */
const known: Record<string, unknown> = appRouter._def.procedures;
const procedures = Object.entries(known).map(([path, procedure]) => ({
  path,
  type: (procedure as AnyProcedure)._def.type,
}));

/** Where the body is read before who sent it is known for certain. */
const BODIES: Record<string, unknown> = {
  'POST /api/v1/agent/enroll': { machineId: '', hostname: 'HV-PAR-0310' },
};

let server: TestServer;
let callers: Record<CallerKind, Record<string, string>>;
let routes: string[];

beforeAll(async () => {
  server = await startTestServer();
  callers = await makeCallers(server.runtime.db, server.address);
  const found = new Set<string>();
  const app = await buildApp({
    runtime: server.runtime,
    doors: createAgentDoors(server.runtime),
    onRoute: ({ method, url }) => found.add(`${method} ${url}`),
  });
  await app.close();
  // Fastify answers HEAD wherever it answers GET.
  routes = [...found].filter((route) => !route.startsWith('HEAD '));
});

afterAll(() => server.stop());

function outcomeOf(status: number): Outcome {
  if (status === 401) return 'unauthorized';
  return status === 403 ? 'forbidden' : 'allowed';
}

function send(method: string, path: string, headers: Record<string, string>, body?: unknown) {
  const json = { origin: server.address, 'content-type': 'application/json' };
  return fetch(server.address + path, {
    method,
    headers: method === 'POST' ? { ...json, ...headers } : { origin: server.address, ...headers },
    body: method === 'POST' ? JSON.stringify(body ?? {}) : undefined,
  });
}

function call(
  { path, type }: (typeof procedures)[number],
  caller: CallerKind,
  input = INPUTS[path]?.(),
): Promise<Response> {
  if (type === 'mutation') return send('POST', `/api/trpc/${path}`, callers[caller], input);
  const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  return send('GET', `/api/trpc/${path}${query}`, callers[caller]);
}

/** How much people's changes left behind, counted with one question: it is asked twice for each procedure. */
async function traces(): Promise<unknown> {
  const [counts] = await server.runtime.db.$queryRaw<unknown[]>`SELECT
    -- Refusals are counted, and written together once a minute: such entries have no request.
    (SELECT count(*) FROM audit_entry WHERE request_id IS NOT NULL) AS audit,
    (SELECT count(*) FROM operator) AS operators,
    (SELECT count(*) FROM fabric) AS fabrics,
    (SELECT count(*) FROM api_token) AS "apiTokens",
    (SELECT count(*) FROM enrollment_token) AS "enrollmentTokens",
    (SELECT count(*) FROM host) AS hosts,
    (SELECT count(*) FROM exception) AS exceptions,
    (SELECT count(*) FROM plan) AS plans,
    (SELECT count(*) FROM operator WHERE theme IS NOT NULL) AS themes`;
  return counts;
}

describe('the authorisation table', () => {
  it('lists every procedure, and none that is not there', () => {
    expect(Object.keys(PROCEDURES).sort()).toEqual(procedures.map(({ path }) => path).sort());
  });

  it('lists every route, and none that is not there', () => {
    expect(Object.keys(ROUTES).sort()).toEqual([...routes].sort());
  });

  it.each(procedures)('holds for $path, and a refusal leaves no trace', async (procedure) => {
    const expected = PROCEDURES[procedure.path];
    const before = await traces();
    const refused = CALLERS.filter((kind) => expected?.[kind] !== 'allowed');
    for (const caller of refused) {
      const response = await call(procedure, caller);
      expect([caller, outcomeOf(response.status)]).toEqual([caller, expected?.[caller]]);
    }
    // Nobody learns what an input must be who may not send one: on a push one of those that are refused alike.
    const isFirst = (caller: CallerKind) =>
      refused.find((other) => expected?.[other] === expected?.[caller]) === caller;
    for (const caller of refused.filter((one) => isLongRun || isFirst(one))) {
      const unfit = await call(procedure, caller, { id: 7, unfit: 'x' });
      expect([caller, outcomeOf(unfit.status)]).toEqual([caller, expected?.[caller]]);
      expect(await unfit.text()).not.toContain('unfit');
    }
    expect(await traces()).toEqual(before);
    for (const caller of CALLERS.filter((kind) => expected?.[kind] === 'allowed')) {
      const response = await call(procedure, caller);
      expect([caller, outcomeOf(response.status)]).toEqual([caller, 'allowed']);
      expect(response.status).toBeLessThan(500);
    }
  });

  it.each(procedures)('refuses to $path a field that it does not know, by name', async (procedure) => {
    const input = INPUTS[procedure.path]?.();
    const before = await traces();
    const response = await call(procedure, 'administrator', { ...Object(input), unheardOf: true });
    expect(response.status).toBe(400);
    if (input !== undefined)
      expect(await response.json()).toMatchObject({ error: { data: { pointer: '/unheardOf' } } });
    expect(await traces()).toEqual(before);
  });

  const ownRoutes = Object.entries(ROUTES).flatMap(([route, row]) =>
    row === 'byProcedure' ? [] : [{ route, row }],
  );
  it.each(ownRoutes)('holds for $route', async ({ route, row }) => {
    const [method = '', url = ''] = route.split(' ');
    const path = url.replace(':id', NO_ID).replace(/export$/, 'export?format=csv');
    for (const caller of CALLERS) {
      // A host that rotates or signs out would be another caller afterwards.
      if (/rotate|sign-out/.test(url) && row[caller] === 'allowed') continue;
      const response = await send(method, path, callers[caller], BODIES[route]);
      expect([caller, outcomeOf(response.status)]).toEqual([caller, row[caller]]);
      expect(response.status).not.toBe(500);
      await response.body?.cancel();
    }
  });
});
