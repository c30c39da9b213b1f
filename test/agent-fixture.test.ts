import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { NO_FAULTS } from '@/apps/simulator/faults';
import { readDocument, withDocument } from '@/apps/simulator/fleet/document';
import { makeFleet } from '@/apps/simulator/fleet/fleet';
import { withPrefix } from '@/apps/simulator/fleet/prefixed';
import { namesOf, snapshotAt, type WireSnapshot } from '@/apps/simulator/fleet/snapshot';
import { simulate } from '@/apps/simulator/simulate';
import { readFacts } from '@/lib/domain/facts';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { getRawSnapshot, readItem } from '@/lib/server/services/snapshot';
import { enrolledFleet } from '@/test/support/enrolled-fleet';
import { startTestServer, type TestServer } from '@/test/support/server';
import { uniqueName } from '@/test/support/world';

// One fixture, three readers: what the module makes of a known host (a Pester test holds it to that) is what
// the server reads and what the simulator sends when it is given that file.

type Json = { [key: string]: Json } | Json[] | string | number | boolean | null;
type Fact = { status: string; value: { [key: string]: Json } };

let text: string;
let fixture: { facts: Record<string, Fact>; host: object; hgsClient: object };
let simulated: WireSnapshot;
beforeAll(async () => {
  const file = path.join(checkoutRoot(), 'apps/agent/tests/Fixtures/snapshot.full.json');
  text = await readFile(file, 'utf8');
  fixture = JSON.parse(text);
  const presentMs = Date.UTC(2026, 10, 24, 9, 42);
  const fleet = makeFleet({ hosts: 240, days: 2, seed: 1, presentMs });
  const [host] = fleet.hosts;
  if (host === undefined) throw new Error('The fleet is empty');
  simulated = snapshotAt(fleet, host, presentMs);
});

const told = (facts: Record<string, Fact>) =>
  Object.entries(facts).filter(([, fact]) => fact.status === 'ok');

/** Where a value is null, or a list or record has nothing in it. */
function emptyPlaces(value: unknown, at: string): string[] {
  if (value === null || value === '') return [at];
  if (typeof value !== 'object') return [];
  const members = Object.entries(value as object);
  return members.length === 0
    ? [at]
    : members.flatMap(([key, member]) => emptyPlaces(member, `${at}/${key}`));
}

async function storedOf(server: TestServer, hostId: string): Promise<unknown> {
  const actor = { kind: 'system', id: 'cli' } as const;
  const ctx = { actor, db: server.runtime.db, now: new Date(), requestId: uniqueName('raw') };
  const raw = await getRawSnapshot({ ctx, input: { hostId, at: null } });
  return JSON.parse(raw?.json ?? 'null');
}

describe('what the module makes of a known host', () => {
  it('is taken whole', () => {
    expect(readItem(fixture).rejection).toBeNull();
  });

  it('leaves no fact that the server reads empty', () => {
    expect(Object.keys(readFacts({})).filter((name) => fixture.facts[name]?.status !== 'ok')).toEqual([]);
    expect(emptyPlaces(fixture, '')).toEqual([]);
  });

  it('is read without losing a value', () => {
    const readings = readFacts(fixture.facts);
    for (const [name, { value }] of told(fixture.facts)) {
      const reading = readings[name as keyof typeof readings];
      expect(reading, name).toMatchObject({ status: 'ok' });
      expect(reading, name).toEqual({ status: 'ok', value });
    }
  });

  it('has the shape of what the simulator sends', () => {
    const keysOf = (value: object) => Object.keys(value).sort();
    expect(keysOf(simulated.host)).toEqual(keysOf(fixture.host));
    expect(keysOf(fixture.hgsClient)).toEqual(expect.arrayContaining(keysOf(simulated.hgsClient ?? {})));
    expect(keysOf(simulated.facts)).toEqual(keysOf(fixture.facts));
    const sent = simulated.facts as unknown as Record<string, Fact>;
    for (const [name, { value }] of told(fixture.facts))
      expect(keysOf(sent[name]?.value ?? {}), name).toEqual(keysOf(value));
  });

  it("is what the simulator sends, word for word under each host's own name and time", async () => {
    const server = await startTestServer();
    onTestFinished(() => server.stop());
    const made = makeFleet({ hosts: 3, days: 1, seed: 3, presentMs: Date.now() });
    const fleet = withDocument(withPrefix(made, `${uniqueName('doc')}-`), readDocument(Buffer.from(text)));
    const enrolled = await enrolledFleet(server.runtime.db, fleet.hosts);
    const simulation = simulate({
      fleet,
      enrolled,
      server: server.address,
      intervalSeconds: 1,
      isIntervalFixed: true,
      fromMs: Date.now(),
      faults: NO_FAULTS,
      log: () => undefined,
    });
    const storedNow = () => Promise.all(enrolled.map((one) => storedOf(server, one.hostId)));
    await expect.poll(storedNow).not.toContain(null);
    const stored = await storedNow();
    await simulation.stop();
    expect(stored).toHaveLength(3);
    expect(simulation.counts).toMatchObject({ rejected: 0, refused: 0 });
    for (const [index, item] of stored.entries()) {
      const host = enrolled[index]?.host;
      if (host === undefined) throw new Error('No host sent this');
      const moment = Object.fromEntries(
        ['snapshotId', 'collectedAt', 'bootedAt', 'sequence'].map((key) => [key, expect.anything()]),
      );
      expect(item).toEqual({ ...fixture, ...moment, host: { ...fixture.host, ...namesOf(host) } });
    }
  });
});
