import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeOperator, signInCookie } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld } from '@/test/support/world';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

type Session = { id: string; email: string; isCurrent: boolean };

async function signedIn(role: 'administrator' | 'viewer') {
  const person = await makeOperator(server.runtime.db, role);
  const cookie = () => signInCookie(server.address, person.email, person.password);
  return { ...person, first: await cookie(), second: await cookie() };
}

async function list(cookie: string): Promise<Session[]> {
  const response = await fetch(`${server.address}/api/v1/sessions`, { headers: { cookie } });
  if (response.status !== 200) return [];
  return ((await response.json()) as { sessions: Session[] }).sessions;
}

const end = (cookie: string, id: string) =>
  fetch(`${server.address}/api/v1/sessions/${id}`, {
    method: 'DELETE',
    headers: { cookie, origin: server.address },
  }).then(({ status }) => status);

it('shows people their own sessions and lets them end each', async () => {
  const [one, other] = [await signedIn('viewer'), await signedIn('viewer')];
  const own = await list(one.second);
  expect(own.map(({ email }) => email)).toEqual([one.email, one.email]);
  const [foreign] = await list(other.first);
  expect(await end(one.second, foreign?.id ?? '')).toBe(404);
  expect(await end(one.second, own[0]?.id ?? '')).toBe(204);
  expect(await end(one.second, own[0]?.id ?? '')).toBe(404);
  expect(await list(one.first)).toEqual([]);
  expect(await list(one.second)).toHaveLength(1);
  const subject = { action: 'operator.sessionEnded', subjectId: one.id, actorId: one.id };
  expect(await server.runtime.db.auditEntry.count({ where: subject })).toBe(1);
});

const endOthers = (headers: Record<string, string>, body: object) =>
  fetch(`${server.address}/api/v1/sessions/end-others`, {
    method: 'POST',
    headers: { origin: server.address, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('ending all other sessions', () => {
  it('leaves people the one that asks, and is recorded once', async () => {
    const [one, other] = [await signedIn('viewer'), await signedIn('viewer')];
    const ended = await endOthers({ cookie: one.second }, {});
    expect([ended.status, await ended.json()]).toEqual([200, { ended: 1 }]);
    expect(await list(one.first)).toEqual([]);
    expect(await list(one.second)).toHaveLength(1);
    expect(await list(other.first)).toHaveLength(2);
    expect(await (await endOthers({ cookie: one.second }, {})).json()).toEqual({ ended: 0 });
    const entry = { action: 'operator.sessionsEnded', subjectId: one.id, actorId: one.id };
    const recorded = await server.runtime.db.auditEntry.findMany({ where: entry });
    expect(recorded.map(({ detail }) => detail)).toEqual([{ sessionsEnded: 1 }]);
  });

  it('leaves out those that ended by time, of which sign-in still says why', async () => {
    const one = await signedIn('viewer');
    await signInCookie(server.address, one.email, one.password);
    const [idle] = (await list(one.second)).filter(({ isCurrent }) => !isCurrent);
    const lastSeenAt = new Date(Date.now() - 86_400_000);
    await server.runtime.db.session.update({ where: { id: idle?.id ?? '' }, data: { lastSeenAt } });
    expect(await (await endOthers({ cookie: one.second }, {})).json()).toEqual({ ended: 1 });
    expect(await server.runtime.db.session.count({ where: { operatorId: one.id } })).toBe(2);
  });

  it('is for another person an administrator’s, who stays signed in', async () => {
    const [viewer, administrator] = [await signedIn('viewer'), await signedIn('administrator')];
    const cookie = administrator.first;
    expect((await endOthers({ cookie: viewer.first }, { operator: administrator.email })).status).toBe(403);
    expect((await endOthers({ cookie }, { operator: 'nobody@fab.example' })).status).toBe(404);
    expect(await (await endOthers({ cookie }, { operator: viewer.email })).json()).toEqual({ ended: 2 });
    expect(await list(viewer.first)).toEqual([]);
    expect(await (await endOthers({ cookie }, { operator: administrator.id })).json()).toEqual({ ended: 1 });
    expect(await list(cookie)).not.toEqual([]);
  });

  it('asks a token whose they are, and gives it those of its fabrics’ people alone', async () => {
    const world = await makeWorld(server.runtime.db);
    const [outside, member] = [await signedIn('viewer'), await world.operator('viewer')];
    await signInCookie(server.address, member.email, member.password);
    const authorization = `Bearer ${await world.apiToken('administrator')}`;
    expect((await endOthers({ authorization }, {})).status).toBe(400);
    expect((await endOthers({ authorization }, { operator: outside.email })).status).toBe(404);
    expect(await (await endOthers({ authorization }, { operator: member.email })).json()).toEqual({
      ended: 1,
    });
    expect(await list(outside.first)).not.toEqual([]);
  });
});

it('shows administrators everybody’s, without what a cookie holds', async () => {
  const [viewer, administrator] = [await signedIn('viewer'), await signedIn('administrator')];
  const all = await list(administrator.first);
  const theirs = all.filter(({ email }) => email === viewer.email);
  expect(theirs).toHaveLength(2);
  const rows = await server.runtime.db.session.findMany();
  for (const { token } of rows) expect(JSON.stringify(all)).not.toContain(token);
  expect(await end(administrator.first, theirs[1]?.id ?? '')).toBe(204);
  expect(await list(viewer.second)).toEqual([]);
});

// A token has no sessions of its own, so that nothing is left that it may see.
it.each(['viewer', 'auditor', 'operator'] as const)('shows a token of a %s no session', async (role) => {
  const administrator = await signedIn('administrator');
  const world = await makeWorld(server.runtime.db);
  const authorization = `Bearer ${await world.apiToken(role)}`;
  const ask = (path: string, method = 'GET') =>
    fetch(`${server.address}/api/v1/sessions${path}`, { method, headers: { authorization } });
  expect(await (await ask('')).json()).toMatchObject({ sessions: [] });
  const [own] = (await list(administrator.first)).filter(({ email }) => email === administrator.email);
  expect((await ask(`/${own?.id}`, 'DELETE')).status).toBe(404);
  expect(await list(administrator.second)).not.toEqual([]);
});

it('shows an administrator’s token the sessions of its fabric’s people alone', async () => {
  const [world, administrator] = [await makeWorld(server.runtime.db), await signedIn('administrator')];
  const member = await world.operator('viewer');
  await signInCookie(server.address, member.email, member.password);
  const authorization = `Bearer ${await world.apiToken('administrator')}`;
  const response = await fetch(`${server.address}/api/v1/sessions`, { headers: { authorization } });
  const { sessions } = (await response.json()) as { sessions: Session[] };
  expect(sessions.map(({ email }) => email)).toEqual([member.email]);
  expect(await list(administrator.first)).not.toEqual([]);
});
