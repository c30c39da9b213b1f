import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostRow } from '@/lib/contracts/fleet';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { hostTimeline } from '@/lib/server/services/history';
import { listHosts } from '@/lib/server/services/host';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { deliver, enrolledHost, historyOf, snapshotAt, type TestHost } from '@/test/support/ingest';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';

const RUNS = runs({ push: 2, long: 12 });
const LIMIT_MS = 120_000;
const ENROLLED_AT = new Date('2026-11-10T20:00:00.000Z');
const after = (minutes: number) => new Date(ENROLLED_AT.getTime() + minutes * 60_000);

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'ingest');

/** Also silences beyond the window of receipts, and spools that are drained late. */
const delivered = fc.record({
  waitMinutes: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constantFrom(700, 2_000, 14_000)),
  heldMinutes: fc.constantFrom(0, 0, 0, 5, 90, 800),
  says: fc.constantFrom('passed', 'passed', 'insecure', 'broken'),
  vms: fc.constantFrom(4, 4, 5),
  clockAheadMs: fc.constantFrom(0, 0, 7_000),
});
type Delivered = typeof delivered extends fc.Arbitrary<infer D> ? D : never;

/** Ingest may leave the newest segments as they were when they opened: then their rows say this. */
async function forgetOpenSegments({ hostId }: TestHost): Promise<void> {
  await db.$executeRaw`
    UPDATE state_segment s SET confirmed_at = s.from_at, clock_offset_ms = null, late_evidence = false,
      covered_until = CASE WHEN s.faulty THEN s.covered_until ELSE s.from_at + interval '1 hour' END
    FROM host_live l WHERE l.host_id = ${hostId}::uuid AND s.host_id = l.host_id AND s.from_at = l.segment_from`;
  await db.$executeRaw`
    UPDATE vm_segment s SET covered_until = s.from_at + interval '1 hour'
    FROM host_live l WHERE l.host_id = ${hostId}::uuid AND s.host_id = l.host_id AND s.from_at = l.vm_segment_from`;
}

const itemOf = (host: TestHost, { says, heldMinutes, vms }: Delivered, receivedAt: Date, step: number) =>
  says === 'broken'
    ? { snapshotId: `s${step}` }
    : {
        ...snapshotAt(host, new Date(receivedAt.getTime() - heldMinutes * 60_000), {
          hgsClient: says === 'insecure' ? INSECURE : PASSED,
          facts: { shieldedVms: { status: 'ok', value: { total: vms, running: 1 } } },
          host: { hostname: 'SAME', fqdn: 'same.example', machineId: 'none' },
        }),
        sequence: undefined,
        snapshotId: `s${step}`,
      };

async function send(host: TestHost, deliveries: readonly Delivered[], isForgetful: boolean): Promise<number> {
  let minutes = 0;
  for (const [step, one] of deliveries.entries()) {
    minutes += one.waitMinutes;
    const receivedAt = after(minutes);
    const sentAt = new Date(receivedAt.getTime() + one.clockAheadMs);
    const item = itemOf(host, one, sentAt, step);
    await deliver(db, host, { receivedAt, sentAt, snapshots: [item] });
    if (isForgetful) await forgetOpenSegments(host);
  }
  return minutes;
}

/** Before its first snapshot a host goes by the names that it enrolled with, which are its own. */
const apartFromNames = ({ id: _, fabric: __, hostname: ___, fqdn: ____, ...row }: HostRow) => row;

async function answersOf({ hostId }: TestHost, now: Date, moments: readonly Date[]) {
  const ctx: Ctx = { actor: { kind: 'system', id: 'cli' }, db, now, requestId: randomUUID() };
  const timeline = await hostTimeline({ ctx, input: { id: hostId, from: null, to: null, at: null } });
  const rows = [];
  for (const at of moments) {
    const { hosts } = await listHosts({ ctx, input: { ...defaultHostQuery(), limit: 500, at } });
    rows.push(hosts.filter(({ id }) => id === hostId).map(apartFromNames));
  }
  return { runs: timeline.runs, unverified: timeline.unverified, rows };
}

describe('an open segment', () => {
  it(
    'reads as if each snapshot had been written to it, and history goes on from it the same',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(delivered, { minLength: 1, maxLength: 8 }),
          fc.array(fc.nat(30_000), { minLength: 3, maxLength: 3 }),
          async (deliveries, minutes) => {
            const [written, unwritten] = [
              await enrolledHost(db, ENROLLED_AT),
              await enrolledHost(db, ENROLLED_AT),
            ];
            const end = await send(written, deliveries, false);
            await send(unwritten, deliveries, true);
            const now = after(end + 30);
            const moments = minutes.map((minute) => after(minute % (end + 30)));
            const { states, vms } = await historyOf(db, written.hostId);
            expect(await historyOf(db, unwritten.hostId)).toMatchObject({ states, vms });
            expect(await answersOf(unwritten, now, moments)).toEqual(await answersOf(written, now, moments));
          },
        ),
        { numRuns: RUNS },
      ),
    LIMIT_MS,
  );
});
