import { expect, it } from 'vitest';
import { nearValue } from '@/lib/util/near-value';

it.each([
  ['bitlocker', 'BitLocker'],
  ['CL PAR_03', 'CL-PAR-03'],
  ['clpar03', 'CL-PAR-03'],
  ['CL-PAR-0', null],
  ['', null],
])('finds for %j what was meant: %j', (asked, meant) => {
  expect(nearValue(asked, ['BitLocker', 'CL-PAR-03'])).toBe(meant);
});
