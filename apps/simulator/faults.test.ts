import { expect, test } from 'vitest';
import { createFaults, type Faults, NO_FAULTS, withSkewedClocks } from './faults';
import { clockOffsetSeconds, makeFleet } from './fleet/fleet';

const PRESENT = Date.parse('2026-11-24T08:42:00Z');
const fleet = makeFleet({ hosts: 240, days: 1, seed: 1, presentMs: PRESENT });
const times = Array.from({ length: 20 }, (_, number) => PRESENT + number * 60_000);

function shareOf(
  faults: Partial<Faults>,
  isHit: (plan: ReturnType<typeof createFaults>, time: number) => number,
) {
  const plan = createFaults(fleet, { ...NO_FAULTS, ...faults });
  return times.reduce((sum, time) => sum + isHit(plan, time), 0) / (times.length * fleet.hosts.length);
}

const count = (isHit: (host: (typeof fleet.hosts)[number]) => boolean) => fleet.hosts.filter(isHit).length;

test('each fault has the share that was asked for, and comes again with the same seed', () => {
  const torn = () =>
    shareOf({ torn: 0.2 }, (plan, time) => count((host) => plan.wire(host, time, 0) === 'torn'));
  const lost = shareOf({ lostReplies: 0.3 }, (plan, time) =>
    count((host) => plan.wire(host, time, 0) === 'lostReply'),
  );
  const repeated = shareOf({ repeated: 0.5 }, (plan, time) => count((host) => plan.isRepeated(host, time)));
  const late = shareOf({ late: 0.1 }, (plan, time) => count((host) => plan.lateIntervals(host, time) > 0));
  for (const [share, asked] of [
    [torn(), 0.2],
    [lost, 0.3],
    [repeated, 0.5],
    [late, 0.1],
  ] as const)
    expect(Math.abs(share - asked)).toBeLessThan(0.03);
  expect(torn()).toBe(torn());
});

test('a try that failed does not fail again and again, and what is late waits three intervals at most', () => {
  const plan = createFaults(fleet, { ...NO_FAULTS, torn: 0.5, late: 1 });
  for (const host of fleet.hosts) {
    const tries = Array.from({ length: 40 }, (_, tried) => plan.wire(host, PRESENT, tried));
    expect(tries).toContain(null);
    const waits = plan.lateIntervals(host, PRESENT);
    expect(waits).toBeGreaterThan(0);
    expect(waits).toBeLessThanOrEqual(3);
  }
});

test('skewed clocks are off by two hours at most, in both directions; without skew the fleet is as it was', () => {
  expect(withSkewedClocks(fleet, 0)).toBe(fleet);
  const before = new Map(fleet.hosts.map((host) => [host.key, clockOffsetSeconds(host, PRESENT)]));
  const offsets = withSkewedClocks(fleet, 0.5)
    .hosts.map((host) => ({ was: before.get(host.key), is: clockOffsetSeconds(host, PRESENT) }))
    .filter(({ was, is }) => was !== is)
    .map(({ is }) => is);
  expect(Math.abs(offsets.length / fleet.hosts.length - 0.5)).toBeLessThan(0.1);
  expect(Math.max(...offsets.map(Math.abs))).toBeLessThanOrEqual(7_200);
  expect(Math.min(...offsets)).toBeLessThan(-600);
  expect(Math.max(...offsets)).toBeGreaterThan(600);
});
