import { beforeAll, expect, it } from 'vitest';
import { Problem } from '@/lib/contracts/agent';
import { HostList } from '@/lib/contracts/fleet';
import { PlanDetail, PlanList, PlanPreview, PlanTask } from '@/lib/contracts/plan';
import { enroll, hostNames, send as sendSnapshots, snapshotOf } from '@/test/support/agent-client';
import { signInCookie } from '@/test/support/callers';
import { refusedFor } from '@/test/support/plans';
import { type SharedServer, sharedTestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

let server: SharedServer;
let token: Record<string, string>;
let cookie: Record<string, string>;
let hostId: string;

beforeAll(async () => {
  server = await sharedTestServer();
  const world = await makeWorld(server.runtime.db);
  token = { authorization: `Bearer ${await world.apiToken('operator')}` };
  const { email, password } = await world.operator('operator');
  cookie = { cookie: await signInCookie(server.address, email, password) };
  const host = await enroll(server.address, await world.enrollmentToken(), hostNames(uniqueName('HV')));
  await sendSnapshots(
    server.address,
    host,
    snapshotOf(host, { hgsClient: refusedFor('SecureBootSettings') }),
  );
  hostId = host.hostId;
});

const ask = (path: string, headers = token) => fetch(server.address + path, { headers });

const send = (
  path: string,
  body: unknown,
  more: { method?: string; headers?: Record<string, string> } = {},
) =>
  fetch(server.address + path, {
    method: more.method ?? 'POST',
    headers: { 'content-type': 'application/json', origin: server.address, ...(more.headers ?? token) },
    body: JSON.stringify(body),
  });

const problemOf = async (response: Response) => Problem.parse(await response.json());

it('previews, makes, changes, confirms and closes a plan, and shows it', async () => {
  const list = HostList.parse(await (await ask('/api/v1/hosts?cause=SecureBootSettings&digest=true')).json());
  const chosen = { filter: 'cause=SecureBootSettings', count: list.total, digest: list.hostsDigest };
  const shown = PlanPreview.parse(await (await send('/api/v1/plans/preview', chosen)).json());
  expect(shown).toMatchObject({ totals: { hosts: 1, fixes: 1, restarts: 0 }, held: [], uncovered: [] });
  const response = await send('/api/v1/plans', { ...chosen, owner: 'Ops Paris' });
  expect(response.status, await response.clone().text()).toBe(201);
  const made = PlanDetail.parse(await response.json());
  const path = `/api/v1/plans/${made.id}`;
  expect([response.headers.get('location'), made.number, made.state]).toEqual([path, 'RP-0001', 'open']);
  const task = made.groups[0]?.tasks[0]?.id ?? '';
  const done = await send(`${path}/tasks/${task}`, { state: 'done', note: 'By hand' });
  expect(PlanTask.parse(await done.json())).toMatchObject({ state: 'done', note: 'By hand' });
  const byToken = await send(`${path}/confirm-change`, { text: 'CHG-1' });
  expect([byToken.status, (await problemOf(byToken)).code]).toEqual([403, 'person_required']);
  const confirmed = await send(`${path}/confirm-change`, { text: 'CHG-1' }, { headers: cookie });
  expect(PlanDetail.parse(await confirmed.json()).groups[0]?.isConfirmed).toBe(true);
  const rename = { version: 1, name: 'Night of the firmware' };
  const renamed = await send(path, rename, { method: 'PATCH' });
  expect(PlanDetail.parse(await renamed.json())).toMatchObject({ version: 2, name: rename.name });
  const late = await send(path, rename, { method: 'PATCH' });
  expect(await problemOf(late)).toMatchObject({ status: 409, code: 'version_conflict', version: 2 });
  const open = PlanList.parse(await (await ask(`/api/v1/plans?state=open&host=${hostId}`)).json());
  expect(open.plans.map(({ id }) => id)).toEqual([made.id]);
  expect((await ask('/api/v1/plans?wave=m0-none')).status).toBe(404);
  const file = await ask(`${path}?format=md&for=hgs`);
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="RP-0001.md"');
  expect(await file.text()).toContain('Add-HgsAttestationTpmPolicy');
  const script = await ask(`${path}?format=ps1&for=hgs&lang=fr`);
  expect(script.headers.get('content-disposition')).toBe('attachment; filename="RP-0001.ps1"');
  expect(await script.text()).toContain('Rien n’’est modifié');
  const scriptThen = await problemOf(await ask(`${path}?format=ps1&at=2026-11-24T00:00:00Z`));
  const title = 'at: a script is about now, so leave the time out';
  expect(scriptThen).toMatchObject({ status: 400, pointer: 'at', title });
  const rows = await ask(`${path}?format=csv&for=hgs`);
  expect(rows.headers.get('content-disposition')).toMatch(/filename="RP-0001-hgs-[\dT-]+Z\.csv"$/);
  expect(rows.headers.get('gf-asked')).toBe('for=hgs');
  expect((await ask(`${path}?format=pdf`)).status).toBe(400);
  expect((await send(`${path}/close`, {})).status).toBe(200);
  const closed = PlanDetail.parse(await (await ask('/api/v1/plans/RP-0001?lang=fr')).json());
  expect(closed).toMatchObject({ state: 'closed', id: made.id });
  expect((await send(`${path}/close`, {})).status).toBe(409);
});

it('does once what is sent again with its key', async () => {
  const headers = { ...token, 'idempotency-key': 'one-plan' };
  const asked = [1, 2].map(() => send('/api/v1/plans', { hosts: [hostId] }, { headers }));
  const texts = await Promise.all((await Promise.all(asked)).map((answer) => answer.text()));
  expect(new Set(texts).size).toBe(1);
});

it.each([
  [422, 'unknown_member', { colour: 'red' }],
  [400, 'invalid_value', { hosts: [] }],
  [400, 'invalid_value', { filter: 'q=x' }],
  [400, 'invalid_value', { wave: 'mabc-1' }],
  [400, 'invalid_value', { hosts: undefined, wave: 'mabc-1', count: 3 }],
  [404, 'not_found', { hosts: undefined, wave: 'mabc-1' }],
  [400, 'invalid_value', { name: 'two\nlines' }],
  [404, 'not_found', { hosts: ['0198f0c2-6d0e-7b1a-9a53-2f1f0c9d7e11'] }],
])('answers %i %s', async (status, code, more) => {
  const response = await send('/api/v1/plans', { hosts: [hostId], ...more });
  expect([response.status, (await problemOf(response)).code]).toEqual([status, code]);
});

it('knows its words, and refuses others', async () => {
  for (const words of ['state=over', 'limit=0', 'colour=red', 'cursor=none'])
    expect((await ask(`/api/v1/plans?${words}`)).status, words).toBe(400);
  expect((await ask('/api/v1/plans/RP-9999')).status).toBe(404);
});
