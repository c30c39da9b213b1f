import { afterAll, beforeAll, expect, it } from 'vitest';
import { ScheduleList, ScheduleRow } from '@/lib/contracts/schedules';
import { createApiToken } from '@/lib/server/services/operator';
import { systemCtx } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { uniqueName } from '@/test/support/world';

let server: TestServer;
let headers: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  const input = { name: uniqueName('token'), role: 'auditor' as const };
  const { token } = await createApiToken({ ctx: systemCtx(server.runtime.db), input });
  headers = { authorization: `Bearer ${token}` };
});

afterAll(() => server.stop());

const PATH = '/api/v1/report-schedules';
const ask = (path: string, method = 'GET', body?: object, more: Record<string, string> = {}) =>
  fetch(server.address + path, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }), ...more },
    ...(body && { body: JSON.stringify(body) }),
  });

const WEEKLY = {
  name: 'Weekly',
  report: { kind: 'period', lang: 'en' },
  every: 'week',
  on: 1,
  at: '07:00',
  timeZone: 'Europe/Paris',
};

it('makes a schedule, answers it with its next five dates, changes it in part, and deletes it', async () => {
  const made = await ask(PATH, 'POST', WEEKLY);
  expect(made.status).toBe(201);
  const row = ScheduleRow.parse(await made.json());
  expect(made.headers.get('location')).toBe(`${PATH}/${row.id}`);
  expect(row.next).toHaveLength(5);
  const list = ScheduleList.parse(await (await ask(PATH)).json());
  expect(list).toMatchObject({ mail: { isConfigured: false, from: null }, schedules: [row] });
  const paused = await ask(`${PATH}/${row.id}`, 'PATCH', { enabled: false, keep: 3 });
  expect(paused.status).toBe(200);
  expect(await paused.json()).toMatchObject({ name: 'Weekly', enabled: false, keep: 3, next: [] });
  expect((await ask(`${PATH}/${row.id}`, 'DELETE')).status).toBe(204);
  expect((await ask(`${PATH}/${row.id}`)).status).toBe(404);
});

it('makes one schedule of a request that is sent twice with its key', async () => {
  const key = { 'idempotency-key': uniqueName('key') };
  const ids = [];
  for (const _ of [1, 2]) ids.push((await (await ask(PATH, 'POST', WEEKLY, key)).json()).id);
  expect(ids[0]).toBe(ids[1]);
});

it('tells a member that it does not know from a value that does not fit', async () => {
  const unknown = await ask(PATH, 'POST', { ...WEEKLY, colour: 'red' });
  expect([unknown.status, (await unknown.json()).pointer]).toEqual([422, '/colour']);
  const wrong = await ask(PATH, 'POST', { ...WEEKLY, on: 9 });
  expect([wrong.status, (await wrong.json()).pointer]).toEqual([400, '/on']);
  const mailed = await ask(PATH, 'POST', { ...WEEKLY, recipients: ['claire@mail.example'] });
  expect(await mailed.json()).toMatchObject({ status: 400, pointer: '/recipients' });
});
