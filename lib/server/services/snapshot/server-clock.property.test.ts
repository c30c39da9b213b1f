import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { deliver, enrolledHost, snapshotAt, type TestHost } from '@/test/support/ingest';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';

const RUNS = runs({ push: 4, long: 300 });
const LIMIT_MS = 120_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = new Date('2026-11-24T12:00:00Z');

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'ingest');

/**
 * None of them brings two snapshots within a minute of each other: of one that was received later and is of less than a
 * second before, without a number, nobody can say that it is the newer one.
 */
const CLOCKS_OFF = [
  0,
  HOUR + MINUTE,
  2 * HOUR + 2 * MINUTE,
  DAY + 3 * MINUTE,
  365 * DAY + 4 * MINUTE,
  -HOUR - 5 * MINUTE,
  -DAY - 6 * MINUTE,
];

/** What a host sends at each quarter of an hour, and how wrong the server's own clock is then. */
const heard = fc.record({
  says: fc.constantFrom('passed', 'insecure', 'broken'),
  isNumbered: fc.constantFrom(true, true, false),
  clockOff: fc.constantFrom(...CLOCKS_OFF),
});
type Heard = typeof heard extends fc.Arbitrary<infer H> ? H : never;

async function send(host: TestHost, step: number, { says, isNumbered, clockOff }: Heard): Promise<Date> {
  const trueTime = NOON.getTime() + step * 15 * MINUTE;
  const receivedAt = new Date(trueTime + clockOff);
  const sentAt = new Date(trueTime);
  const snapshot = {
    ...snapshotAt(host, new Date(trueTime - 900), {
      sequence: step + 1,
      hgsClient: says === 'insecure' ? INSECURE : PASSED,
    }),
    ...(isNumbered ? {} : { sequence: undefined }),
    ...(says === 'broken' ? { bootedAt: 'never' } : {}),
  };
  await deliver(db, host, { receivedAt, sentAt, snapshots: [snapshot] });
  return new Date(receivedAt.getTime() - 900);
}

async function shown({ hostId }: TestHost) {
  const [row] = await db.$queryRaw<object[]>`
    SELECT p.judged_state AS state, l.last_observed_at AS at,
      l.last_rejected_at IS NOT NULL AND l.last_rejected_at > coalesce(l.last_observed_at, '-infinity') AS faulty
    FROM host h JOIN host_live l ON l.host_id = h.id LEFT JOIN host_profile p ON p.id = h.profile_id
    WHERE h.id = ${hostId}::uuid`;
  return row;
}

/** What begins later than a time that the server has not reached by its own clock. */
const segmentsAfter = ({ hostId }: TestHost, time: Date) => db.$queryRaw<object[]>`
  SELECT from_at FROM state_segment WHERE host_id = ${hostId}::uuid AND from_at > ${time}
  UNION ALL SELECT from_at FROM vm_segment WHERE host_id = ${hostId}::uuid AND from_at > ${time}`;

const STATES = { passed: 'Passed', insecure: 'InsecureHostConfiguration' };

/** A host that says the same all the time, while the clock is an hour ahead and then right, or behind. */
const AN_HOUR_AHEAD = [0, -HOUR].map((later): [Heard[], 'passed', boolean] => [
  [HOUR, 0, later].map((clockOff) => ({ says: 'passed', isNumbered: true, clockOff })),
  'passed',
  later === 0,
]);

describe('the server’s own clock', () => {
  it(
    'hides nothing that comes after it was put right, however far it was off and whatever came meanwhile',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(heard, { minLength: 1, maxLength: 6 }),
          fc.constantFrom('passed' as const, 'insecure' as const),
          fc.boolean(),
          async (before, says, isNumbered) => {
            const host = await enrolledHost(db, new Date(NOON.getTime() - 2 * DAY));
            for (const [step, one] of before.entries()) await send(host, step, one);
            const at = await send(host, before.length, { says, isNumbered, clockOff: 0 });
            expect(await shown(host)).toEqual({ state: STATES[says], at, faulty: false });
            expect(await segmentsAfter(host, at)).toEqual([]);
          },
        ),
        { numRuns: RUNS, examples: AN_HOUR_AHEAD },
      ),
    LIMIT_MS,
  );
});
