import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertFleet } from '@/test/support/fleet';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, type World } from '@/test/support/world';

const BOOT_MS = 60_000;
/** So many, with these texts, are more than every buffer on the way to a reader holds. */
const HOSTS = 1_500;
const LONG_TEXT = 'x'.repeat(8_000);

let server: TestServer;
let world: World;

beforeAll(async () => {
  server = await startTestServer();
  world = await makeWorld(server.runtime.db);
  await insertFleet(server.runtime.db, largeFleet());
}, BOOT_MS);

afterAll(() => server.stop());

function largeFleet(): Parameters<typeof insertFleet>[1] {
  const observedAt = new Date(Date.now() - 5 * 60_000);
  const profile = {
    id: randomUUID(),
    hostname: LONG_TEXT,
    fqdn: LONG_TEXT,
    cluster: null,
    os: null,
    model: LONG_TEXT,
    firmwareVersion: null,
    tpm: null,
    agentVersion: '1.0.0',
    riskFlags: [],
    osVersion: null,
    bootStage: 'notKnown' as const,
    mode: 'Tpm' as const,
    judgedState: 'Passed' as const,
    attestationStatus: 'Passed' as const,
    failingChecks: [],
    causes: [],
  };
  const item = { observedAt, intervalSeconds: 900, vms: 1, clockOffsetMs: null, late: false, profile };
  const hosts = Array.from({ length: HOSTS }, () => ({
    id: randomUUID(),
    enrolledHostname: 'HV',
    enrolledFqdn: null,
    enrolledAt: observedAt,
    retiredAt: null,
    assignments: [{ id: randomUUID(), validFrom: observedAt, fabricId: world.fabric.id, owner: null }],
    items: [item],
  }));
  return { fabrics: [], hosts, exceptions: [], acknowledgements: [] };
}

const ask = (path: string, bearer: string) =>
  fetch(new URL(path, server.address), { headers: { authorization: `Bearer ${bearer}` } });

describe('readers of exports that take nothing', () => {
  it('leave the console its connections, and the next export waits for a place', async () => {
    const [first, second] = await Promise.all([world.apiToken('viewer'), world.apiToken('viewer')]);
    const file = (bearer: string) => ask('/api/v1/hosts/export?format=csv', bearer);
    const slow = await Promise.all([file(first), file(first), file(second)]);
    expect(slow.map(({ status }) => status)).toEqual([200, 200, 200]);
    const answered: number[] = [];
    const waiting = [file(first), file(second), file(second)].map(async (asked) => {
      const response = await asked;
      answered.push(response.status);
      await response.body?.cancel();
      return response.status;
    });
    // As many as the pool has connections.
    const questions = Array.from({ length: 6 }, async () => (await ask('/api/v1/summary', first)).status);
    expect(await Promise.all(questions)).toEqual(Array(6).fill(200));
    expect(answered).toEqual([]);
    await Promise.all(slow.map((response) => response.body?.cancel()));
    expect(await Promise.all(waiting)).toEqual([200, 200, 200]);
  });
});
