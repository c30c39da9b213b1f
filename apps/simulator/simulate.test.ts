import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld } from '@/test/support/world';
import { createAgentApi } from './agent-api';
import { enrolledHosts } from './enrolled-file';
import { makeFleet } from './fleet/fleet';
import { type LedgerEntry, openLedger } from './ledger';
import { simulate } from './simulate';

const HOSTS = 12;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(async () => {
  await server.stop();
});

async function enrolledFleet(folder: string) {
  const world = await makeWorld(server.runtime.db, 'simulated');
  const tokenFile = path.join(folder, 'token');
  writeFileSync(tokenFile, await world.enrollmentToken({ uses: HOSTS }));
  const fleet = makeFleet({ hosts: HOSTS, days: 1, seed: 3, presentMs: Date.now() });
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
  const { fleet, enrolled } = await enrolledFleet(folder);
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
  await vi.waitFor(() => expect(simulation.counts.stored).toBeGreaterThan(60), {
    timeout: 25_000,
    interval: 100,
  });
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
}, 60_000);
