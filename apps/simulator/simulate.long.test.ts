import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enrolledFleet } from '@/test/support/enrolled-fleet';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';
import { createAgentApi } from './agent-api';
import { enrolledHosts } from './enrolled-file';
import { type Faults, NO_FAULTS } from './faults';
import { makeFleet } from './fleet/fleet';
import { withPrefix } from './fleet/prefixed';
import { nextObservation } from './fleet/schedule';
import { type LedgerEntry, openLedger } from './ledger';
import { type Simulation, simulate } from './simulate';

const HOSTS = 12;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(async () => {
  await server.stop();
});

/** No host of one fleet may be taken for one of another. */
const newFleet = () =>
  withPrefix(makeFleet({ hosts: HOSTS, days: 1, seed: 3, presentMs: Date.now() }), `${uniqueName('sim')}-`);

async function newEnrolled() {
  const fleet = newFleet();
  return { fleet, enrolled: await enrolledFleet(server.runtime.db, fleet.hosts) };
}

/** As the program does it: over the agent API, and once for all its runs. */
async function enrolledByApi(folder: string) {
  const world = await makeWorld(server.runtime.db, 'simulated');
  const tokenFile = path.join(folder, 'token');
  writeFileSync(tokenFile, await world.enrollmentToken({ uses: HOSTS }));
  const fleet = newFleet();
  const api = createAgentApi(server.address);
  const enrolledFile = path.join(folder, 'enrolled.json');
  const enrolled = await enrolledHosts({ tokenFile, enrolledFile }, fleet, api);
  const again = await enrolledHosts({ tokenFile: null, enrolledFile }, fleet, api);
  api.close();
  expect(again.map(({ hostId }) => hostId).sort()).toEqual(enrolled.map(({ hostId }) => hostId).sort());
  return { fleet, enrolled };
}

test('whatever goes wrong on the way, what the ledger says is in the server, once', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gf-simulator-'));
  const { fleet, enrolled } = await enrolledByApi(folder);
  const ledgerFile = path.join(folder, 'ledger');
  const simulation = simulate({
    fleet,
    enrolled,
    server: server.address,
    intervalSeconds: 1,
    isIntervalFixed: true,
    fromMs: Date.now(),
    faults: { lostReplies: 0.15, torn: 0.15, repeated: 0.2, late: 0.2, skew: 0.3, stormSeconds: 2 },
    ledger: await openLedger(ledgerFile),
    log: () => undefined,
  });
  await expect.poll(() => simulation.counts.stored).toBeGreaterThan(60);
  await simulation.stop();
  const { counts } = simulation;
  expect(counts.lost).toBeGreaterThan(0);
  expect(counts.duplicates).toBeGreaterThan(0);
  expect(counts).toMatchObject({ rejected: 0, dropped: 0 });
  const entries = readFileSync(ledgerFile, 'utf8').trim().split('\n');
  const acknowledged = new Set(entries.map((line) => (JSON.parse(line) as LedgerEntry).snapshotId ?? ''));
  const rows = await server.runtime.db.$queryRaw<{ id: string }[]>`
    SELECT snapshot_id AS id FROM snapshot_receipt WHERE outcome = 'stored'`;
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  const missing = [...acknowledged].filter((id) => !rows.some((row) => row.id === id));
  expect(missing).toEqual([]);
});

type Receipt = { hostId: string; lagMs: number; offsetMs: number };

/** A fleet of its own with one fault, until something is true of it; then what the server has of it. */
async function runWith(
  faults: Partial<Faults>,
  isEnough: (simulation: Simulation) => boolean,
  intervalSeconds = 1,
) {
  const { fleet, enrolled } = await newEnrolled();
  const simulation = simulate({
    fleet,
    enrolled,
    server: server.address,
    intervalSeconds,
    isIntervalFixed: true,
    fromMs: Date.now(),
    faults: { ...NO_FAULTS, ...faults },
    log: () => undefined,
  });
  await expect.poll(() => isEnough(simulation)).toBe(true);
  await simulation.stop();
  const receipts = await server.runtime.db.$queryRaw<Receipt[]>`
    SELECT host_id::text AS "hostId", (extract(epoch FROM received_at - observed_at) * 1000)::float8 AS "lagMs",
      clock_offset_ms::float8 AS "offsetMs"
    FROM snapshot_receipt WHERE outcome = 'stored' AND host_id = ANY(${enrolled.map(({ hostId }) => hostId)}::uuid[])`;
  expect(simulation.counts).toMatchObject({ rejected: 0, refused: 0, dropped: 0 });
  return { counts: simulation.counts, receipts };
}

describe.concurrent('against the real server', () => {
  test('without a fault everything is stored once, at once', async () => {
    const { counts, receipts } = await runWith({}, ({ counts: { stored } }) => stored >= 2 * HOSTS);
    expect(counts).toMatchObject({ lost: 0, duplicates: 0 });
    expect(receipts.length).toBeGreaterThanOrEqual(counts.stored);
  });

  test('a lost reply: the server has it, and says so when it is sent again', async () => {
    const isEnough = ({ counts }: Simulation) => counts.lost > 3 && counts.duplicates > 3;
    const { counts } = await runWith({ lostReplies: 0.5 }, isEnough);
    expect(counts.stored).toBeGreaterThan(0);
  });

  test('a torn body: the server has nothing, and stores it when it is sent again', async () => {
    const { counts } = await runWith(
      { torn: 0.5 },
      ({ counts: { lost, stored } }) => lost > 3 && stored > HOSTS,
    );
    expect(counts.duplicates).toBe(0);
  });

  test('a repetition: each is answered duplicate', async () => {
    const { counts, receipts } = await runWith(
      { repeated: 1 },
      ({ counts: { duplicates } }) => duplicates > HOSTS,
    );
    expect(receipts.length).toBeGreaterThanOrEqual(counts.stored);
    // What was under way at the stop, a batch of some on a busy machine, may be stored without an answer.
    expect(receipts.length).toBeLessThanOrEqual(counts.sent);
  });

  test('a late one: observed long before it is received', async () => {
    const { receipts } = await runWith({ late: 1 }, ({ counts: { stored } }) => stored > 2 * HOSTS, 2);
    expect(Math.max(...receipts.map(({ lagMs }) => lagMs))).toBeGreaterThan(2_000);
  });

  test('a skewed clock: the server sees by how much, and dates by its own', async () => {
    const { receipts } = await runWith({ skew: 1 }, ({ counts: { stored } }) => stored > HOSTS);
    const offsets = receipts.map(({ offsetMs }) => Math.abs(offsetMs));
    expect(Math.max(...offsets)).toBeGreaterThan(600_000);
    expect(Math.max(...receipts.map(({ lagMs }) => lagMs))).toBeLessThan(60_000);
  });

  test('a storm: all hosts at once, long before their time', async () => {
    const isEnough = ({ counts: { stored } }: Simulation) => stored >= 2 * HOSTS;
    const { receipts } = await runWith({ stormSeconds: 1 }, isEnough, 86_400);
    expect(new Set(receipts.map(({ hostId }) => hostId)).size).toBe(HOSTS);
  });
});

test('a request that its own stop cuts is not one that the server lost', async () => {
  const { fleet, enrolled } = await newEnrolled();
  const taken = new Set<Socket>();
  const silent = createServer((socket) => taken.add(socket.resume()));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const simulation = simulate({
    fleet,
    enrolled,
    server: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    intervalSeconds: 1,
    isIntervalFixed: true,
    fromMs: Date.now(),
    faults: NO_FAULTS,
    log: () => undefined,
  });
  await expect.poll(() => taken.size).toBeGreaterThan(3);
  await simulation.stop();
  silent.close();
  expect(simulation.counts).toMatchObject({ lost: 0, refused: 0 });
});

/** Passes everything on, but for a while nothing. */
function startGate(
  address: string,
): Promise<{ url: string; shut: (isShut: boolean) => void; server: Server }> {
  const sockets = new Set<Socket>();
  let isShut = false;
  const apply = (socket: Socket) => (isShut ? socket.pause() : socket.resume());
  const gate = createServer((client) => {
    const inner = connect(Number(new URL(address).port), '127.0.0.1');
    for (const [from, to] of [
      [client, inner],
      [inner, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => to.write(bytes));
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      apply(from);
    }
  });
  const shut = (next: boolean) => {
    isShut = next;
    for (const socket of sockets) apply(socket);
  };
  return new Promise((resolve) => {
    gate.listen(0, '127.0.0.1', () => {
      const bound = gate.address();
      const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
      resolve({ url: `http://127.0.0.1:${port}`, shut, server: gate });
    });
  });
}

test('open loop: a server that does not answer holds up no run, and gets all of them when it does', async () => {
  const { fleet, enrolled } = await newEnrolled();
  const gate = await startGate(server.address);
  const beganAt = Date.now();
  gate.shut(true);
  const simulation = simulate({
    fleet,
    enrolled,
    server: gate.url,
    intervalSeconds: 1,
    isIntervalFixed: true,
    fromMs: beganAt,
    faults: NO_FAULTS,
    log: () => undefined,
  });
  await expect.poll(() => Date.now() - beganAt).toBeGreaterThan(4_000);
  expect(simulation.counts.stored).toBe(0);
  gate.shut(false);
  const reporting = fleet.hosts.filter(
    (host) => nextObservation(host, windowFrom(beganAt, fleet.presentMs)) !== null,
  );
  const byThen = Date.now();
  await expect.poll(() => simulation.acknowledgedUntilMs()).toBeGreaterThan(byThen);
  await simulation.stop();
  gate.server.close();
  // A host sends once a second, a slow one every other.
  expect(simulation.counts.stored).toBeGreaterThan(reporting.length * 2);
});

const windowFrom = (fromMs: number, presentMs: number) => ({ fromMs, intervalSeconds: 1, presentMs });
