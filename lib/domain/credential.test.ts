import { expect, it } from 'vitest';
import { DAY_MS } from '@/lib/util/durations';
import { isRenewalOverdue } from './credential';
import type { Reporting } from './vocabulary';

const now = new Date('2026-11-24T09:30:00.000Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);

it.each<[number, Reporting, boolean]>([
  [0, 'onTime', false],
  [30.9, 'onTime', false],
  [31.1, 'onTime', true],
  [31.1, 'late', true],
  [400, 'silent', false],
  [400, 'faulty', false],
  [-1, 'onTime', false],
])('a credential of %s days ago, of a host that is %s, is overdue: %s', (days, reporting, expected) => {
  expect(isRenewalOverdue(daysAgo(days), { reporting, now })).toBe(expected);
});
