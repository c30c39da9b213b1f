import { beforeAll, expect, it } from 'vitest';
import { SearchAnswer } from '@/lib/contracts/search';
import { enroll, hostNames, send, snapshotOf } from '@/test/support/agent-client';
import { type SharedServer, sharedTestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

let server: SharedServer;
let token: string;
const hostname = uniqueName('HV-FOUND');

beforeAll(async () => {
  server = await sharedTestServer();
  const world = await makeWorld(server.runtime.db);
  const host = await enroll(server.address, await world.enrollmentToken(), hostNames(hostname));
  await send(server.address, host, snapshotOf(host));
  token = await world.apiToken('viewer');
});

const get = (words: Record<string, string>) =>
  fetch(`${server.address}/api/v1/search?${new URLSearchParams(words)}`, {
    headers: { authorization: `Bearer ${token}` },
  });

it('answers in the shape of the contract, in the language asked for', async () => {
  const response = await get({ q: hostname.toLowerCase(), limit: '1' });
  expect(response.status).toBe(200);
  expect(SearchAnswer.parse(await response.json()).hits).toMatchObject([
    { kind: 'host', match: 'exact', hostname, state: 'Passed' },
    { kind: 'change', match: 'other', hostname },
  ]);
  const titles = async (lang: string) => {
    const { hits } = SearchAnswer.parse(await (await get({ q: 'BitLocker', lang })).json());
    return hits.flatMap((hit) => (hit.kind === 'fix' ? hit.title : []));
  };
  expect(await titles('fr')).not.toEqual(await titles('en'));
});

it.each([
  [{}, 'q'],
  [{ q: '' }, 'q'],
  [{ q: '   ' }, 'q'],
  [{ q: 'x'.repeat(201) }, 'q'],
  [{ q: 'a\0b' }, 'q'],
  [{ q: 'hv', lang: 'de' }, 'lang'],
  [{ q: 'hv', limit: '0' }, 'limit'],
  [{ q: 'hv', limit: '21' }, 'limit'],
  [{ q: 'hv', limit: 'x' }, 'limit'],
  [{ q: 'hv', at: 'soon' }, 'at'],
  [{ q: 'hv', state: 'Passed' }, 'state'],
])('names what is wrong with %j', async (words, pointer) => {
  const response = await get(words as Record<string, string>);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ pointer });
});
