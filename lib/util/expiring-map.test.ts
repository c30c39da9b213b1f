import { expect, it } from 'vitest';
import { createExpiringMap } from './expiring-map';

it('forgets what is over, and nothing else, however many come', () => {
  let now = 0;
  const until = createExpiringMap<number>((end) => end <= now);
  until.set('stays', 1_000_000);
  let most = 0;
  for (; now < 10_000; now += 1) {
    until.set(`guest ${now}`, now + 10);
    most = Math.max(most, until.size());
  }
  expect(most).toBe(1_000);
  for (let left = 1; left < 10; left += 1) expect(until.get(`guest ${now - left}`)).toBe(now - left + 10);
  expect(until.get('stays')).toBe(1_000_000);
});

it('looks through those that are not over no more often than their number doubles', () => {
  let looks = 0;
  const kept = createExpiringMap<null>(() => {
    looks += 1;
    return false;
  });
  for (let n = 0; n < 100_000; n += 1) kept.set(`host ${n}`, null);
  expect(kept.size()).toBe(100_000);
  expect(looks).toBeLessThan(200_000);
});
