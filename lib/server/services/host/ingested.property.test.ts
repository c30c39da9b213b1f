import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostRow } from '@/lib/contracts/fleet';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { deliver, enrolledHost, snapshotAt, type TestHost } from '@/test/support/ingest';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { listHosts } from './list';

const LIMIT_MS = 60_000;
const RUNS = runs({ push: 2, long: 15 });
const ENROLLED_AT = new Date('2026-11-23T20:00:00.000Z');
const after = (minutes: number) => new Date(ENROLLED_AT.getTime() + minutes * 60_000);

let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'fleet');

/** What a host sends at one time: collected some minutes before, readable or not, in any order of collecting. */
const delivered = fc.record({
  waitMinutes: fc.integer({ min: 1, max: 200 }),
  heldMinutes: fc.constantFrom(0, 0, 0, 5, 90, 400),
  says: fc.constantFrom('passed', 'insecure', 'unknownVms', 'broken', 'stepped'),
  sequence: fc.option(fc.nat(20)),
});

type Delivered = typeof delivered extends fc.Arbitrary<infer D> ? D : never;

function itemOf(host: TestHost, { says, sequence, heldMinutes }: Delivered, receivedAt: Date): unknown {
  if (says === 'broken') return { snapshotId: randomUUID() };
  const held = says === 'stepped' ? -10 : heldMinutes;
  return snapshotAt(host, new Date(receivedAt.getTime() - held * 60_000), {
    sequence: sequence ?? undefined,
    hgsClient: says === 'insecure' ? INSECURE : PASSED,
    facts: says === 'unknownVms' ? { shieldedVms: { status: 'unavailable', reason: 'no cmdlet' } } : {},
  });
}

async function rowOf(host: TestHost, now: Date, at: Date | null): Promise<HostRow | undefined> {
  const ctx: Ctx = { actor: { kind: 'system', id: 'cli' }, db, now, requestId: randomUUID() };
  const filter = { q: { include: [host.hostname], exclude: [] } };
  const { hosts } = await listHosts({ ctx, input: { ...defaultHostQuery(), filter, at } });
  return hosts[0];
}

describe('a host that ingest wrote', () => {
  it(
    'reads the same live as out of history, but for late',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(delivered, { maxLength: 8 }),
          fc.array(fc.nat(400), { minLength: 2, maxLength: 3 }),
          async (deliveries, waits) => {
            const host = await enrolledHost(db, ENROLLED_AT);
            let minutes = 0;
            for (const one of deliveries) {
              minutes += one.waitMinutes;
              const receivedAt = after(minutes);
              await deliver(ingest, host, { receivedAt, snapshots: [itemOf(host, one, receivedAt)] });
            }
            for (const wait of waits) {
              const now = after(minutes + wait);
              const live = await rowOf(host, now, null);
              const reporting = live?.reporting === 'late' ? 'onTime' : live?.reporting;
              expect(await rowOf(host, now, now)).toEqual({ ...live, reporting });
            }
          },
        ),
        { numRuns: RUNS },
      ),
    LIMIT_MS,
  );
});
