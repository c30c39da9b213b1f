import fc from 'fast-check';
import { expect, it } from 'vitest';
import { periodBefore } from './period-before';

const PARIS = 'Europe/Paris';
const before = (from: string, to: string) => {
  const found = periodBefore({ from: new Date(from), to: new Date(to) }, PARIS);
  return [found.from.toISOString(), found.to.toISOString()];
};

it('is the month before a month, however long each is and wherever the clocks change', () => {
  expect(before('2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z')).toEqual([
    '2026-08-31T22:00:00.000Z',
    '2026-09-30T22:00:00.000Z',
  ]);
  expect(before('2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z')[0]).toBe('2026-01-31T23:00:00.000Z');
});

it('is as many days before whole days, from midnight to midnight', () => {
  expect(before('2026-10-31T23:00:00Z', '2026-11-27T23:00:00Z')[0]).toBe('2026-10-04T22:00:00.000Z');
});

it('is as long where a period begins or ends within a day', () => {
  expect(before('2026-11-01T10:00:00Z', '2026-11-01T16:00:00Z')[0]).toBe('2026-11-01T04:00:00.000Z');
});

it('always ends where the period begins, and begins before that', () => {
  const time = fc.date({ min: new Date('2024-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(time, fc.integer({ min: 1, max: 400 * 24 }), (from, hours) => {
      const to = new Date(from.getTime() + hours * 3_600_000);
      const found = periodBefore({ from, to }, PARIS);
      expect(found.to).toEqual(from);
      expect(found.from.getTime()).toBeLessThan(from.getTime());
    }),
  );
});
