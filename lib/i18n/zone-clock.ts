import { fieldMoment, type Zone } from '@/lib/i18n/moment';
import { DAY_MS, MINUTE_MS } from '@/lib/util/durations';

export const wholeMinute = (ms: number) => Math.floor(ms / MINUTE_MS) * MINUTE_MS;

/** What clocks of a zone show beyond UTC at a time. */
export const offsetAt = (ms: number, zone: Zone): number =>
  Date.parse(`${fieldMoment(new Date(ms), zone)}:00Z`) - wholeMinute(ms);

/**
 * The times at which clocks of a zone show `2026-11-27T14:05`, the earliest first: none where the clocks were put forward over it,
 * two where they were put back.
 */
export function timesOfClock(shown: string, zone: Zone): Date[] {
  const asIfUtc = Date.parse(`${shown}:00Z`);
  if (Number.isNaN(asIfUtc)) return [];
  // A year of five digits is not told; the other side of it is.
  const beside = [-DAY_MS, DAY_MS].map((away) => offsetAt(asIfUtc + away, zone));
  const offsets = beside.filter((offset) => !Number.isNaN(offset));
  const times = [...new Set(offsets)].map((offset) => new Date(asIfUtc - offset));
  return times
    .filter((time) => fieldMoment(time, zone) === shown)
    .sort((one, other) => one.getTime() - other.getTime());
}

/** A time as clocks of a zone show it. Where they show it twice, what they are beyond UTC tells which is meant. */
export function clockMoment(time: Date, zone: Zone): string {
  const shown = fieldMoment(time, zone);
  if (timesOfClock(shown, zone).length < 2) return shown;
  const minutes = offsetAt(time.getTime(), zone) / MINUTE_MS;
  const part = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${shown}${minutes < 0 ? '-' : '+'}${part(Math.abs(minutes) / 60)}:${part(Math.abs(minutes) % 60)}`;
}

/** A day is looked at as it ended, as each day of a host's strip is. */
export const END_OF_DAY = '23:59';

/** The last minute of a day as clocks of a zone show it: today, the one that it is now. */
export function endOfDay(day: string, now: Date, zone: Zone): string {
  const latest = clockMoment(now, zone);
  return latest.startsWith(day) ? latest : `${day}T${END_OF_DAY}`;
}

/**
 * The first minute of a day as clocks of a zone show it: not midnight where they were put forward at it, and that of the next day
 * where a zone had no such day. Null beyond the years that fields have.
 */
export function beginOfDay(day: string, zone: Zone): string | null {
  const midnight = `${day}T00:00`;
  const asIfUtc = Date.parse(`${midnight}:00Z`);
  const put = asIfUtc - offsetAt(asIfUtc - DAY_MS, zone);
  const ms = timesOfClock(midnight, zone)[0]?.getTime() ?? put;
  if (Number.isNaN(ms)) return null;
  const shown = clockMoment(new Date(ms), zone);
  return IS_MOMENT.test(shown) ? shown : null;
}

/** Where a range ends that has all of a day and does not hold its own end. */
export function beginOfNextDay(day: string, zone: Zone): string | null {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString();
  return beginOfDay(next.slice(0, next.indexOf('T')), zone);
}

/** The time that `2026-11-27T14:05` is in a zone, or that it is anywhere with `+01:00` behind it; null for none. */
export function timeOfClock(moment: string, zone: Zone): Date | null {
  if (!IS_MOMENT.test(moment)) return null;
  const time = moment.length > SHOWN_CHARS ? new Date(moment) : timesOfClock(moment, zone)[0];
  return time === undefined || Number.isNaN(time.getTime()) ? null : time;
}

const IS_MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d([+-]\d\d:\d\d)?$/;
const SHOWN_CHARS = '2026-11-27T14:05'.length;
