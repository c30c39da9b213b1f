import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOST_SORTS } from '@/lib/contracts/words/host-query';
import { feedChanges } from '@/lib/server/services/change';
import { enrollHosts } from '@/lib/server/services/enrollment';
import { facetHosts, mapHosts, riskHosts } from '@/lib/server/services/host';
import { createApiToken } from '@/lib/server/services/operator';
import { type Enrolled, hostNames, INSECURE, PASSED, snapshotOf } from '@/test/support/agent-client';
import { systemCtx } from '@/test/support/callers';
import { isLongRun } from '@/test/support/runs';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

// Every text that a host sends, at lengths around each limit that there is: each is stored or rejected, nothing is
// a 500, and every question about the fleet is answered for everybody else.

const BYTES = [1, 255, 256, 1_024, 2_700, 8_191, 8_192];

/** Seldom equal to itself anywhere, so that no index can compress it. */
function textOf(alphabet: string, bytes: number): string {
  const random = (below: number) => Math.floor(Math.random() * below);
  // Begins as no text of another alphabet, so that none is taken for another host, however short.
  if (alphabet === 'ASCII')
    return `a${Array.from({ length: bytes - 1 }, () => String.fromCharCode(0x21 + random(94))).join('')}`;
  if (alphabet === 'controls')
    return Array.from({ length: bytes }, () => String.fromCharCode(1 + random(31))).join('');
  const wide = Array.from({ length: Math.floor(bytes / 4) }, () =>
    String.fromCodePoint(0x1f300 + random(700)),
  );
  return wide.join('') + 'x'.repeat(bytes % 4);
}

type Snapshot = ReturnType<typeof snapshotOf>;
type Place = [string, (host: Enrolled, text: string) => Snapshot];

const HOST_TEXTS = [
  ...['hostname', 'fqdn', 'machineId', 'osCaption', 'osVersion', 'manufacturer', 'model'],
  ...['firmwareVersion', 'cluster', 'timeZone'],
];
const CLIENT_TEXTS = [
  ...['mode', 'attestationServerUrl', 'keyProtectionServerUrl', 'attestationOperationMode'],
  ...[
    'attestationStatus',
    'attestationSubstatus',
    'attestationSubstatusCode',
    'fallbackAttestationServerUrl',
  ],
];

const PLACES: Place[] = [
  ...HOST_TEXTS.map(
    (name): Place => [`/host/${name}`, (host, text) => snapshotOf(host, { host: { [name]: text } })],
  ),
  ...['version', 'powershell', 'languageMode'].map(
    (name): Place => [`/agent/${name}`, (host, text) => snapshotOf(host, { agent: { [name]: text } })],
  ),
  ...CLIENT_TEXTS.map(
    (name): Place => [
      `/hgsClient/${name}`,
      (host, text) => snapshotOf(host, { hgsClient: { ...INSECURE, [name]: text } }),
    ],
  ),
  [
    '/facts/cluster',
    (host, text) =>
      snapshotOf(host, {
        facts: { cluster: { status: 'ok', value: { name: text, nodes: [{ name: text, state: text }] } } },
      }),
  ],
  ['/snapshotId', (host, text) => ({ ...snapshotOf(host), snapshotId: text })],
  ['/collectedAt', (host, text) => ({ ...snapshotOf(host), collectedAt: text })],
];

/** What lands in a column, and so in an index, a facet or a cursor. */
const NAMES = /^\/(host|agent)\/|\/(mode|attestationOperationMode|attestationStatus)$/;

const ALPHABETS = ['ASCII', '4-byte characters', 'controls'];

/**
 * Every place takes every second length on a push, another half than its neighbours, of one alphabet each in turn, and
 * every alphabet; in the long run every length of all.
 */
const CASES = PLACES.flatMap(([pointer, make], place) =>
  BYTES.flatMap((bytes, length) =>
    ALPHABETS.filter(
      (_, turn) =>
        isLongRun ||
        ((place + length) % 2 === 0 && turn === (place + Math.floor(length / 2)) % ALPHABETS.length),
    ).map((alphabet) => ({ pointer, make, text: textOf(alphabet, bytes), bytes })),
  ),
);

let server: TestServer;
let reader: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  const ctx = systemCtx(server.runtime.db);
  const input = { name: uniqueName('names'), role: 'viewer' as const };
  reader = { authorization: `Bearer ${(await createApiToken({ ctx, input })).token}` };
});
afterAll(() => server.stop());

async function enrolledHosts(count: number): Promise<Enrolled[]> {
  const { db, serverEpoch } = server.runtime;
  const names = Array.from({ length: count }, () => hostNames(uniqueName('HV')));
  const enrolled = await enrollHosts({
    ctx: { actor: { kind: 'anonymous' }, db, now: new Date(), requestId: randomUUID() },
    input: names,
    token: await (await makeWorld(db)).enrollmentToken({ uses: count }),
    settings: { serverEpoch, reportIntervalSeconds: 900 },
  });
  return names.map((name, index) => ({ ...name, hostId: '', credential: '', ...enrolled[index] }));
}

type Result = { outcome: string; code?: string; pointer?: string };

async function sendOne({ credential }: Enrolled, snapshot: unknown): Promise<Result> {
  const response = await fetch(`${server.address}/api/v1/agent/snapshots`, {
    method: 'POST',
    headers: { authorization: `Bearer ${credential}`, 'content-type': 'application/json' },
    body: JSON.stringify({ schema: 1, sentAt: new Date().toISOString(), snapshots: [snapshot] }),
  });
  const body = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return body.results[0];
}

/** So many at once, as a fleet does. */
async function each<T>(all: readonly T[], act: (one: T, index: number) => Promise<void>): Promise<void> {
  const rest = [...all.entries()];
  const worker = async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await act(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

async function get(path: string): Promise<Response> {
  const response = await fetch(server.address + path, { headers: reader });
  expect(response.status, `${path.slice(0, 200)}`).toBe(200);
  return response;
}

/** Page by page to the end; how many stood on all of them. */
async function walked(path: string, rows: 'hosts' | 'changes'): Promise<number> {
  let found = 0;
  for (let cursor: string | null = ''; cursor !== null; ) {
    expect(cursor.length).toBeLessThan(4_096);
    const page: Record<string, unknown> = await (
      await get(cursor ? `${path}&cursor=${cursor}` : path)
    ).json();
    found += (page[rows] as unknown[]).length;
    cursor = page.nextCursor as string | null;
  }
  return found;
}

async function askEverything(hostIds: readonly string[]): Promise<void> {
  const { total } = await (await get('/api/v1/hosts?limit=1')).json();
  expect(total).toBe(hostIds.length);
  for (const sort of HOST_SORTS)
    for (const order of ['asc', 'desc'])
      expect(await walked(`/api/v1/hosts?limit=45&sort=${sort}&order=${order}`, 'hosts')).toBe(total);
  for (const format of ['csv', 'xlsx', 'json'])
    await (await get(`/api/v1/hosts/export?format=${format}`)).arrayBuffer();
  await get('/api/v1/summary');
  await walked('/api/v1/changes?limit=200', 'changes');
  const from = new Date(Date.now() - 86_400_000).toISOString();
  expect(await walked(`/api/v1/changelog?limit=45&from=${from}`, 'hosts')).toBe(total);
  for (const q of ['hv', '\u0007', '\u{1f3ff}', 'x'.repeat(255)])
    await get(`/api/v1/hosts?limit=5&q=${encodeURIComponent(q)}`);
  await each(hostIds, async (id) => {
    await get(`/api/v1/hosts/${id}`);
  });
  await get(`/api/v1/hosts/${hostIds[0]}/timeline`);
  const ctx = systemCtx(server.runtime.db, new Date());
  const input = { filter: {}, at: null };
  const facets = await facetHosts({ ctx, input });
  expect(JSON.stringify(facets)).toContain('CL-PAR-03');
  expect((await mapHosts({ ctx, input })).total).toBe(total);
  await riskHosts({ ctx, input });
  await feedChanges({
    ctx,
    input: { filter: {}, within: null, since: null, until: null, at: null, limit: 100, cursor: null },
  });
}

const unsettled = async () => {
  const { db } = server.runtime;
  const [row] = await db.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM host_watch WHERE check_at = '-infinity'`;
  return row.count;
};

describe('texts of every length, everywhere in a snapshot', () => {
  it('are stored or rejected with a pointer, and every question is answered for the whole fleet', async () => {
    const hosts = await enrolledHosts(CASES.length + 1);
    const [neighbour, ...senders] = hosts;
    if (neighbour === undefined) throw new Error('no neighbour');
    await each(CASES, async ({ pointer, make, text, bytes }, index) => {
      const host = senders[index] as Enrolled;
      const result = await sendOne(host, make(host, text));
      if (result.outcome === 'rejected') expect(result).toMatchObject({ code: expect.any(String), pointer });
      else expect(result.outcome).toBe('stored');
      if (bytes > 255 && NAMES.test(pointer))
        expect(result).toMatchObject({ outcome: 'rejected', code: 'too_large' });
    });
    expect(await sendOne(neighbour, snapshotOf(neighbour, { hgsClient: PASSED }))).toMatchObject({
      outcome: 'stored',
    });
    await expect.poll(unsettled).toBe(0);
    await askEverything(hosts.map(({ hostId }) => hostId));
    expect(server.logged.filter((line) => /"level":"?(error|50)/.test(line))).toEqual([]);
  });
});

describe('texts of every length at enrolment', () => {
  it.each(['hostname', 'fqdn', 'machineId', 'agentVersion'])(
    '%s: enrolled, or refused with a pointer',
    async (name) => {
      const token = await (await makeWorld(server.runtime.db)).enrollmentToken({ uses: 1_000 });
      const cases = ALPHABETS.flatMap((alphabet) => BYTES.map((bytes) => textOf(alphabet, bytes)));
      await each(cases, async (text) => {
        const response = await fetch(`${server.address}/api/v1/agent/enroll`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ ...hostNames(uniqueName('HV')), agentVersion: '1.0.0', [name]: text }),
        });
        const body = await response.json();
        // Each control is six bytes of JSON: the longest of them is no enrolment at all.
        expect([201, 413, 422], JSON.stringify(body)).toContain(response.status);
        if (response.status === 422)
          expect(body).toMatchObject({ code: 'invalid_envelope', pointer: `/${name}` });
        if (Buffer.byteLength(text) > 255) expect(response.status).not.toBe(201);
      });
    },
  );
});
