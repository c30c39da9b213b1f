import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiToken } from '@/lib/server/services/operator';
import { DAY_MS, MINUTE_MS } from '@/lib/util/durations';
import { type Enrolled, enroll, hostNames, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { systemCtx } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

// R19: whatever a host sends that cannot be taken, it does not stay green on what it sent before.
// R17: a host's clock may be anywhere; only the server's says how fresh a snapshot is.

let server: TestServer;
let reader: Record<string, string>;
let newHost: () => Promise<Enrolled>;

beforeAll(async () => {
  server = await startTestServer();
  const ctx = systemCtx(server.runtime.db);
  const input = { name: uniqueName('poison'), role: 'viewer' as const };
  reader = { authorization: `Bearer ${(await createApiToken({ ctx, input })).token}` };
  const world = await makeWorld(server.runtime.db);
  const token = await world.enrollmentToken({ uses: 100 });
  newHost = () => enroll(server.address, token, hostNames(uniqueName('HV')));
});

afterAll(() => server.stop());

type Shown = {
  state: string;
  reporting: string;
  clockOffsetSeconds: number | null;
  prerequisites: { prerequisite: string; result: string }[];
  verdict: { text: string };
};

async function shown({ hostId }: Enrolled): Promise<Shown> {
  const response = await fetch(`${server.address}/api/v1/hosts/${hostId}`, { headers: reader });
  expect(response.status).toBe(200);
  return (await response.json()) as Shown;
}

async function greenHost(): Promise<Enrolled> {
  const host = await newHost();
  await send(server.address, host, snapshotOf(host));
  expect(await shown(host)).toMatchObject({ state: 'Passed', reporting: 'onTime' });
  return host;
}

function post(host: Enrolled, body: string | Buffer, headers: Record<string, string> = {}) {
  return fetch(`${server.address}/api/v1/agent/snapshots`, {
    method: 'POST',
    headers: { authorization: `Bearer ${host.credential}`, 'content-type': 'application/json', ...headers },
    body: new Uint8Array(Buffer.from(body)),
  });
}

const now = () => new Date().toISOString();
const envelope = (snapshots: unknown[], words: object = {}) =>
  JSON.stringify({ schema: 1, sentAt: now(), snapshots, ...words });
const deep = '['.repeat(40) + ']'.repeat(40);
const gzip = { 'content-encoding': 'gzip' };
const next = (host: Enrolled, words: object = {}) => ({ ...snapshotOf(host, { sequence: 2 }), ...words });

describe('a green host that sends what cannot be taken', () => {
  const bodies: [string, (host: Enrolled) => string | Buffer, Record<string, string>?][] = [
    ['no JSON', () => '{"schema":1,'],
    ['nothing', () => ''],
    ['JSON too deep', () => envelope([JSON.parse(deep)])],
    ['bytes that are no UTF-8', () => Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['gzip that is none', () => 'not gzip', gzip],
    ['gzip cut short', (host) => gzipSync(envelope([next(host)])).subarray(0, 60), gzip],
    ['another schema', (host) => envelope([next(host)], { schema: 2 })],
    ['no snapshots', () => envelope([])],
    ['snapshots that are no list', () => envelope([], { snapshots: {} })],
    ['a time of sending that is none', (host) => envelope([next(host)], { sentAt: 'now' })],
    ['a list for an envelope', () => '[]'],
    ['a number for a snapshot', () => envelope([7])],
    ['null for a snapshot', () => envelope([null])],
    ['an empty snapshot', () => envelope([{}])],
    ['a time of collecting that is none', (host) => envelope([next(host, { collectedAt: 'yesterday' })])],
    ['a time of booting that is none', (host) => envelope([next(host, { bootedAt: {} })])],
    ['a string over 8 KiB', (host) => envelope([next(host, { agent: { version: 'x'.repeat(9_000) } })])],
    [
      'a snapshot over 256 KiB',
      (host) => envelope([next(host, { more: new Array(40_000).fill('1234567') })]),
    ],
  ];

  it.each(bodies)(
    '%s: is faulty and not able, and green again with its next good snapshot',
    async (_what, bodyOf, headers) => {
      const [host, neighbour] = [await greenHost(), await greenHost()];
      const answer = await post(host, bodyOf(host), headers);
      expect([200, 400, 422]).toContain(answer.status);
      expect(await shown(host)).toMatchObject({ state: 'Silent', reporting: 'faulty' });
      expect(await shown(neighbour)).toMatchObject({ state: 'Passed', reporting: 'onTime' });
      await send(server.address, host, snapshotOf(host, { sequence: 3 }));
      expect(await shown(host)).toMatchObject({ state: 'Passed', reporting: 'onTime' });
    },
  );

  it('its newest snapshot again with other words: is faulty', async () => {
    const host = await newHost();
    const snapshot = snapshotOf(host);
    await send(server.address, host, snapshot);
    await post(host, envelope([{ ...snapshot, sequence: 99 }]));
    expect(await shown(host)).toMatchObject({ state: 'Silent', reporting: 'faulty' });
  });

  it.each([
    ['that it is not guarded', { isHostGuarded: false }],
    ['another code', { attestationStatusCode: 303 }],
    ['local mode', { mode: 'Local' }],
    ['a failing check', { attestationSubstatus: 'BitLocker' }],
    ['no status', { attestationStatus: null, attestationStatusCode: null }],
    ['a status of its own', { attestationStatus: 'Splendid', attestationStatusCode: 7 }],
    ['a list for a status', { attestationStatus: ['Passed', 'Passed'] }],
  ])('Passed and, besides, %s: is not able', async (_what, words) => {
    const host = await greenHost();
    const answer = await post(host, envelope([next(host, { hgsClient: { ...PASSED, ...words } })]));
    expect(answer.status).toBe(200);
    expect((await shown(host)).state).not.toBe('Passed');
  });
});

describe('a host whose clock is wrong', () => {
  const skews: [string, number, boolean][] = [
    ['ten years behind', -3_653 * DAY_MS, true],
    ['a day behind', -DAY_MS, true],
    ['six minutes behind', -6 * MINUTE_MS, true],
    ['two minutes behind', -2 * MINUTE_MS, false],
    ['six minutes ahead', 6 * MINUTE_MS, true],
    ['a day ahead', DAY_MS, true],
    ['ten years ahead', 3_653 * DAY_MS, true],
  ];

  it.each(skews)(
    '%s: is as fresh as the server saw it, and told when it is off',
    async (_what, skewMs, isOff) => {
      const host = await newHost();
      const sentAtMs = Date.now();
      const byItsClock = (agoMs = 0) => new Date(sentAtMs + skewMs - agoMs);
      const snapshot = snapshotOf(host, { collectedAt: byItsClock(1_000) });
      const answer = await post(host, envelope([snapshot], { sentAt: byItsClock().toISOString() }));
      const answeredAtMs = Date.now();
      expect(await answer.json()).toMatchObject({ results: [{ outcome: 'stored' }] });
      const seen = await shown(host);
      expect(seen).toMatchObject({ state: 'Passed', reporting: 'onTime' });
      // What the way took counts as offset too.
      const wayMs = Math.abs((seen.clockOffsetSeconds ?? 0) * 1000 - skewMs);
      expect(wayMs).toBeLessThanOrEqual(answeredAtMs - sentAtMs + 1_000);
      const clock = seen.prerequisites.find(({ prerequisite }) => prerequisite === 'clockInSync');
      expect(clock?.result).toBe(isOff ? 'failing' : 'ok');
    },
  );

  it('that HGS calls Expired: is told to look at its clock', async () => {
    const host = await newHost();
    const hgsClient = {
      ...PASSED,
      isHostGuarded: false,
      attestationStatus: 'Expired',
      attestationStatusCode: 200,
    };
    const wrong = new Date(Date.now() + 3_600_000);
    await post(
      host,
      envelope([snapshotOf(host, { hgsClient, collectedAt: wrong })], { sentAt: wrong.toISOString() }),
    );
    expect(await shown(host)).toMatchObject({
      state: 'Expired',
      verdict: { text: expect.stringMatching(/clock/i) },
    });
  });

  it.each([
    ['before the clocks go back', '2026-10-25T02:30:00+02:00'],
    ['after they went back', '2026-10-25T02:30:00+01:00'],
    ['in a leap second', '2016-12-31T23:59:60Z'],
  ])('%s: is read', async (_what, time) => {
    const host = await newHost();
    const answer = await post(host, envelope([{ ...snapshotOf(host), collectedAt: time }], { sentAt: time }));
    expect(await answer.json()).toMatchObject({ results: [{ outcome: 'stored' }] });
  });
});
