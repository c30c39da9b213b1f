import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { HostDays, Trend } from '@/lib/contracts/history';
import { enroll, hostNames, send, snapshotOf } from '@/test/support/agent-client';
import { type SharedServer, sharedTestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

let server: SharedServer;
let token: string;
let hostId: string;

beforeAll(async () => {
  server = await sharedTestServer();
  const world = await makeWorld(server.runtime.db);
  const host = await enroll(server.address, await world.enrollmentToken(), hostNames(uniqueName('HV')));
  await send(server.address, host, snapshotOf(host));
  hostId = host.hostId;
  token = await world.apiToken('viewer');
});

const ask = (path: string) =>
  fetch(`${server.address}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
const get = (query: string) => ask(`/trend${query}`);

it('answers in the shape of the contract, by the words of a list and its own', async () => {
  const response = await get('?days=7&timeZone=Europe%2FParis&state=Passed');
  expect(response.status).toBe(200);
  const trend = Trend.parse(await response.json());
  expect(trend.timeZone).toBe('Europe/Paris');
  expect(trend.days).toHaveLength(1);
  expect(trend.days[0]).toMatchObject({ at: trend.asOf, total: 1, states: { Passed: 1, Silent: 0 } });
  expect(Trend.parse(await (await get('?state=-Passed')).json()).days).toEqual([]);
});

it('answers the days of one host in the shape of the contract, as many as are asked for', async () => {
  const response = await ask(`/hosts/${hostId}/days?days=7&timeZone=Europe%2FParis`);
  expect(response.status).toBe(200);
  const answer = HostDays.parse(await response.json());
  expect(answer).toMatchObject({ timeZone: 'Europe/Paris', historyFrom: null });
  expect(answer.days).toHaveLength(7);
  expect(answer.days.at(-1)).toMatchObject({ at: answer.asOf, state: 'Passed' });
  expect(answer.days[0]).toMatchObject({ at: null, state: null });
  const whole = HostDays.parse(await (await ask(`/hosts/${hostId}/days`)).json());
  expect(whole.days).toHaveLength(90);
  expect((await ask(`/hosts/${randomUUID()}/days`)).status).toBe(404);
});

it.each([() => '/trend', () => `/hosts/${hostId}/days`])(
  'names the word that is at fault',
  async (pathOf) => {
    const pointerOf = async (query: string) => {
      const response = await ask(`${pathOf()}${query}`);
      return [response.status, ((await response.json()) as { pointer: string }).pointer];
    };
    for (const query of ['?days=0', '?days=91', '?days=x', '?days=1.5', '?days='])
      expect(await pointerOf(query)).toEqual([400, 'days']);
    expect(await pointerOf('?timeZone=Paris')).toEqual([400, 'timeZone']);
    expect(await pointerOf('?limit=3')).toEqual([400, 'limit']);
    expect(await pointerOf('?days=2&days=3')).toEqual([400, 'days']);
  },
);
