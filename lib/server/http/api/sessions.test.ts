import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeOperator, signInCookie } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld } from '@/test/support/world';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

type Session = { id: string; email: string };

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
