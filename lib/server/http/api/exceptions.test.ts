import { beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '@/lib/contracts/agent';
import { ExceptionDetail, ExceptionList, ExceptionSummary } from '@/lib/contracts/exception';
import { HostFile, HostList } from '@/lib/contracts/fleet';
import { updateOperator } from '@/lib/server/services/operator';
import { DAY_MS } from '@/lib/util/durations';
import { signInCookie, systemCtx } from '@/test/support/callers';
import { failing, reportingHost } from '@/test/support/exceptions';
import { insertFleet } from '@/test/support/fleet';
import { readCsv } from '@/test/support/read-csv';
import { type SharedServer, sharedTestServer } from '@/test/support/server';
import { makeWorld, type World } from '@/test/support/world';

let server: SharedServer;
let world: World;
let token: Record<string, string>;
let cookie: Record<string, string>;
let hostIds: string[];

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

beforeAll(async () => {
  server = await sharedTestServer();
  const { db } = server.runtime;
  world = await makeWorld(db);
  token = { authorization: `Bearer ${await world.apiToken('operator')}` };
  const { email, password } = await world.operator('operator');
  cookie = { cookie: await signInCookie(server.address, email, password) };
  const ago = (time: Date) =>
    new Date(Date.now() - 60_000 - (Math.floor(time.getTime() / 3_600_000) % 5) * 3_600_000);
  const hosts = ['hv-1', 'hv-2'].map((name) => {
    const host = reportingHost(failing(name, ['SecureBoot']), world.fabric.id, { fromDay: 0, toDay: 0.1 });
    const items = host.items.map((item) => ({ ...item, observedAt: ago(item.observedAt) }));
    const enrolledAt = new Date(Date.now() - DAY_MS);
    const assignments = host.assignments.map((one) => ({ ...one, validFrom: enrolledAt }));
    return { ...host, items, enrolledAt, assignments };
  });
  await insertFleet(db, { fabrics: [], hosts, exceptions: [], acknowledgements: [] });
  hostIds = hosts.map(({ id }) => id);
});

const ask = (path: string, headers = token) => fetch(server.address + path, { headers });

function send(path: string, body?: unknown, headers: Record<string, string> = token) {
  const json = { 'content-type': 'application/json', origin: server.address };
  const said =
    body === undefined
      ? { headers: { ...headers, origin: server.address } }
      : { headers: { ...json, ...headers } };
  return fetch(server.address + path, { method: 'POST', ...said, body: JSON.stringify(body) });
}

const asking = (more: object = {}) => ({
  hosts: hostIds,
  causes: ['SecureBoot'],
  reason: 'Firmware update booked',
  control: 'Hosts stand in a locked cage',
  owner: 'Ops',
  reviewAt: inDays(5),
  endsAt: inDays(10),
  ...more,
});

async function made(more: object = {}): Promise<ExceptionDetail> {
  const response = await send('/api/v1/exceptions', asking(more));
  expect(response.status, await response.clone().text()).toBe(201);
  return ExceptionDetail.parse(await response.json());
}

const problemOf = async (response: Response) => Problem.parse(await response.json());

describe('the API of exceptions', () => {
  it('requests, approves, renews and withdraws one, and shows it', async () => {
    const response = await send('/api/v1/exceptions', asking());
    const asked = ExceptionDetail.parse(await response.json());
    expect([response.status, response.headers.get('location')]).toEqual([
      201,
      `/api/v1/exceptions/${asked.id}`,
    ]);
    const path = `/api/v1/exceptions/${asked.id}`;
    const byToken = await send(`${path}/approve`);
    expect([byToken.status, (await problemOf(byToken)).code]).toEqual([403, 'person_required']);
    const approved = await send(`${path}/approve`, undefined, cookie);
    expect(ExceptionDetail.parse(await approved.json())).toMatchObject({ state: 'inForce' });
    const terms = { reason: 'Not yet', reviewAt: inDays(6), endsAt: inDays(20) };
    const renewed = await send(`${path}/renew`, terms, cookie);
    expect(renewed.status).toBe(201);
    const renewal = ExceptionDetail.parse(await renewed.json());
    const same = await send(`/api/v1/exceptions/${renewal.id}/approve`, {}, cookie);
    expect([same.status, (await problemOf(same)).code]).toEqual([403, 'same_person']);
    const list = ExceptionList.parse(
      await (await ask('/api/v1/exceptions?state=requested&state=inForce')).json(),
    );
    expect(list.exceptions.map(({ id }) => id)).toEqual([renewal.id, asked.id]);
    const summary = ExceptionSummary.parse(await (await ask('/api/v1/exceptions/summary')).json());
    expect(summary).toMatchObject({ hosts: { excepted: 2, total: 2 }, nonCompliantIfEnded: 2 });
    const rows = HostList.parse(await (await ask('/api/v1/hosts?exception=excepted')).json());
    expect(rows.total).toBe(2);
    const file = await (await ask('/api/v1/hosts/export?format=json&exception=excepted')).json();
    expect(HostFile.parse(file).hosts.map(({ exception }) => exception)).toEqual(['excepted', 'excepted']);
    for (const id of [renewal.id, asked.id])
      expect((await send(`/api/v1/exceptions/${id}/withdraw`)).status).toBe(200);
    expect((await send(`${path}/withdraw`)).status).toBe(409);
    expect(ExceptionDetail.parse(await (await ask(path)).json())).toMatchObject({ state: 'withdrawn' });
  });

  it('gives the file of what a list shows, and notes it', async () => {
    const { name, id } = await made({ reason: '=HYPERLINK("x"); wait' });
    const at = new Date().toISOString();
    const asked = new URLSearchParams({ fabric: world.fabric.name, state: 'requested' }).toString();
    const path = `/api/v1/exceptions/export?format=csv&lang=fr&${asked}&at=${at}`;
    const response = await ask(path);
    const time = `${at.slice(0, 19).replaceAll(':', '-')}Z`;
    const fileName = `exceptions-${world.fabric.name}-filtered-${time}.csv`;
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${fileName}"`);
    expect([response.headers.get('gf-asked'), response.headers.get('gf-as-of')]).toEqual([asked, at]);
    const [columns = [], ...rows] = readCsv(await response.text(), ';');
    const list = ExceptionList.parse(await (await ask(`/api/v1/exceptions?${asked}`)).json());
    expect(rows.map((row) => row[columns.indexOf('name')])).toEqual(list.exceptions.map((one) => one.name));
    const row = rows.find((one) => one[0] === id) ?? [];
    expect([row[columns.indexOf('name')], row[columns.indexOf('state')]]).toEqual([name, 'requested']);
    expect(row[columns.indexOf('reason')]).toBe('\'=HYPERLINK("x"); wait');
    const entry = await server.runtime.db.auditEntry.findFirst({
      where: { action: 'exception.exported' },
      orderBy: { sequence: 'desc' },
    });
    expect(entry?.detail).toEqual({ format: 'csv', lang: 'fr', filter: asked, exceptions: rows.length });
    const left = await ask(`/api/v1/exceptions/export?format=csv&fabric=-${world.fabric.name}`);
    expect(await left.text()).not.toContain(name);
    for (const words of ['format=pdf', 'lang=fr', 'format=csv&limit=1', 'format=csv&at=never'])
      expect((await ask(`/api/v1/exceptions/export?${words}`)).status, words).toBe(400);
  });

  it('takes what a list matched by its digest, and refuses other hosts', async () => {
    const list = HostList.parse(
      await (await ask('/api/v1/hosts?cause=SecureBoot&limit=1&digest=true')).json(),
    );
    expect(list).toMatchObject({ total: 2, hosts: [{ hostname: 'hv-1' }] });
    const selection = { hosts: undefined, filter: 'cause=SecureBoot', count: 2, digest: list.hostsDigest };
    expect((await made(selection)).hostIds.toSorted()).toEqual(hostIds.toSorted());
    const refused = await send('/api/v1/exceptions', asking({ ...selection, filter: 'q=hv-1' }));
    expect(refused.status).toBe(409);
    expect(await problemOf(refused)).toMatchObject({ code: 'selection_changed', count: 1 });
    expect((await (await ask('/api/v1/hosts')).json()).hostsDigest).toBeUndefined();
  });

  it.each([
    [422, 'unknown_member', '/colour', { colour: 'red' }],
    [400, 'invalid_value', '/endsAt', { endsAt: 'tomorrow' }],
    [400, 'invalid_value', '/reason', { reason: ' ' }],
    [400, 'invalid_value', undefined, { filter: 'q=x' }],
    [404, 'not_found', undefined, { hosts: ['0198f0c2-6d0e-7b1a-9a53-2f1f0c9d7e11'] }],
  ])('answers %i %s %s', async (status, code, pointer, more) => {
    const response = await send('/api/v1/exceptions', asking(more));
    expect(response.status).toBe(status);
    expect(await problemOf(response)).toMatchObject({ code, ...(pointer && { pointer }) });
  });

  it('gives an answer again only to who has the rights that it was given with', async () => {
    const { db } = server.runtime;
    const { email, password } = await world.operator('operator');
    const person = { cookie: await signInCookie(server.address, email, password) };
    const headers = { ...person, 'idempotency-key': 'rights' };
    const body = asking();
    const first = await send('/api/v1/exceptions', body, headers);
    expect([first.status, await first.text()]).toEqual([201, expect.stringContaining('hv-1')]);
    const other = await makeWorld(db);
    await updateOperator({ ctx: systemCtx(db), input: { id: email, fabrics: [other.fabric.id] } });
    const again = await send('/api/v1/exceptions', body, headers);
    expect([again.status, await again.text()]).toEqual([409, expect.not.stringContaining('hv-1')]);
  });

  it('does once what is sent again with its key, at once or later', async () => {
    const headers = { ...token, 'idempotency-key': 'one-request' };
    const body = asking();
    const answers = await Promise.all([1, 2, 3].map(() => send('/api/v1/exceptions', body, headers)));
    const later = await send('/api/v1/exceptions', body, headers);
    const texts = await Promise.all([...answers, later].map((answer) => answer.text()));
    expect(new Set(texts).size).toBe(1);
    expect(later.status).toBe(201);
    const other = await send('/api/v1/exceptions', asking({ owner: 'Others' }), headers);
    expect([other.status, (await problemOf(other)).code]).toEqual([409, 'idempotency_conflict']);
    // Another caller's key is another key; what was refused may be tried again.
    expect(
      (await send('/api/v1/exceptions', body, { ...cookie, 'idempotency-key': 'one-request' })).status,
    ).toBe(201);
    const wrong = { ...token, 'idempotency-key': 'second' };
    expect((await send('/api/v1/exceptions', asking({ reason: '' }), wrong)).status).toBe(400);
    expect((await send('/api/v1/exceptions', asking(), wrong)).status).toBe(201);
    expect(
      (await send('/api/v1/exceptions', asking(), { ...token, 'idempotency-key': 'with space' })).status,
    ).toBe(400);
  });
});
