// Tests on another date than today's, by Debian's libfaketime: nothing may depend on the day on which somebody runs them.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { installPackages, mayInstall } from './system-packages.mjs';

/** The date of every push, so that no test is red on certain days alone. */
export const pushDate = '2028-02-29T10:00:00Z';

/** The dates of the long run: what a calendar has that is not like other days, in UTC and in Paris. */
export const longDates = [
  // A test was red on these two that passed on the days before and after.
  '2026-12-02T09:00:00Z',
  '2027-03-27T09:00:00Z',
  // Sundays, one of them the end of a month.
  '2026-12-06T12:00:00Z',
  '2027-02-28T23:50:00Z',
  // Minutes before midnight of the last day of a year, in Paris and in UTC, and minutes after.
  '2026-12-31T22:55:00Z',
  '2027-12-31T23:55:00Z',
  '2029-01-01T00:02:00Z',
  // Minutes before summer time begins and ends in Paris.
  '2027-03-28T00:55:00Z',
  '2027-10-31T00:55:00Z',
  // The leap day, minutes before its midnight in UTC, and its morning in Paris while it is yesterday in New York.
  '2028-02-29T23:50:00Z',
  '2028-02-29T03:00:00Z',
  // The end of a month of 30 days, minutes before midnight in Paris.
  '2027-04-30T21:55:00Z',
];

function findFaketime() {
  if (!existsSync('/usr/lib')) return undefined;
  return readdirSync('/usr/lib')
    .map((folder) => path.join('/usr/lib', folder, 'faketime', 'libfaketime.so.1'))
    .find(existsSync);
}

/** Where the library is that gives a program another clock; undefined where it cannot be had. */
export async function ensureFaketime(print) {
  const found = findFaketime();
  if (found || !mayInstall()) return found;
  print('Installing libfaketime …');
  await installPackages(['libfaketime'], print);
  return findFaketime();
}

/**
 * The variables under which a program and all that it starts have `date` for now, and their clocks go on from there. It is a
 * distance from the real time, so that all of them agree; clocks that measure how long something takes are left alone.
 */
export function clockFrom(library, date) {
  const seconds = Math.round((Date.parse(date) - Date.now()) / 1000);
  return {
    LD_PRELOAD: library,
    FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    // Waits of .NET end at once where libfaketime waits in its own way on a monotonic clock: PowerShell then takes three times as long.
    FAKETIME_FORCE_MONOTONIC_FIX: '0',
    NO_FAKE_STAT: '1',
  };
}
