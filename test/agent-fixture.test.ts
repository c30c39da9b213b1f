import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeFleet } from '@/apps/simulator/fleet/fleet';
import { snapshotAt, type WireSnapshot } from '@/apps/simulator/fleet/snapshot';
import { readFacts } from '@/lib/domain/facts';
import { checkoutRoot } from '@/lib/server/checkout';
import { readItem } from '@/lib/server/services/snapshot';

// One fixture, three readers: what the module makes of a known host (a Pester test holds it to that) is what
// the server reads and what the simulator sends.

type Json = { [key: string]: Json } | Json[] | string | number | boolean | null;
type Fact = { status: string; value: { [key: string]: Json } };

let fixture: { facts: Record<string, Fact>; host: object; hgsClient: object };
let simulated: WireSnapshot;
beforeAll(async () => {
  const file = path.join(checkoutRoot(), 'apps/agent/tests/Fixtures/snapshot.full.json');
  fixture = JSON.parse(await readFile(file, 'utf8'));
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

describe('what the module makes of a known host', () => {
  it('is taken whole', () => {
    expect(readItem(fixture).rejection).toBeNull();
  });

  it('leaves nothing of what protocol.md names empty', () => {
    expect(Object.keys(readFacts({})).filter((name) => fixture.facts[name]?.status !== 'ok')).toEqual([]);
    expect(emptyPlaces(fixture, '')).toEqual([]);
  });

  it('is read without losing a value', () => {
    const readings = readFacts(fixture.facts);
    for (const [name, { value }] of told(fixture.facts)) {
      const reading = readings[name as keyof typeof readings];
      expect(reading, name).toMatchObject({ status: 'ok' });
      // The one value that is read as less than it is: a bit field, of which only "any" matters.
      const known =
        name === 'secureBoot' ? { ...value, updateAvailable: Boolean(value.updateAvailable) } : value;
      expect(reading, name).toEqual({ status: 'ok', value: known });
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
});
