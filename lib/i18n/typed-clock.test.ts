import { expect, it } from 'vitest';
import { clockIn, readClock } from '@/lib/i18n/typed-clock';

it.each([
  ['7:30', '07:30'],
  [' 07:30 ', '07:30'],
  ['7 h 30', '07:30'],
  ['23h59', '23:59'],
  ['07:30:15', '07:30'],
  ['07:60', null],
  ['24:00', null],
  ['7', null],
  ['7:30 PM', null],
  ['', null],
])('%j is the time of a day %j', (typed, value) => {
  expect(readClock(typed)).toBe(value);
});

it('tells what stands behind a time', () => {
  expect(clockIn('7:05 +01:00')).toEqual({ value: '07:05', rest: ' +01:00' });
});
