import { changesAddress } from '@/lib/client/change-address';
import { calendarDay, type Zone } from '@/lib/i18n/moment';
import { readTyped } from '@/lib/i18n/typed-time';
import { beginOfDay, beginOfNextDay, endOfDay, timeOfClock } from '@/lib/i18n/zone-clock';
import { DAY_MS } from '@/lib/util/durations';

export type TimeAsked = {
  /** When the fleet can be looked at; null: it is today, which every page shows, or nothing is known of that time. */
  at: Date | null;
  /** The day of it, without its own end. */
  since: Date;
  until: Date;
};

type Reader = {
  now: Date;
  zone: Zone;
  /** Before this nothing is known; null: the server has not said so, or there was never a host. */
  begin: Date | null;
  /** How somebody may call these two days. */
  days: { today: string; yesterday: string };
};

/** The time that a text means, as every field takes it; null for no time, for one that is still to come, and for a day before all that is known. */
export function timeAsked(text: string, reader: Reader): TimeAsked | null {
  const { now, zone, begin } = reader;
  const moment = readTyped('moment', text, zone.locale);
  const told = moment === null ? null : timeOfClock(moment, zone);
  const day = told === null ? dayAsked(text, reader) : calendarDay(told, zone);
  if (day === null || (told ?? now) > now) return null;
  const today = calendarDay(now, zone);
  const [since, until] = [beginOfDay(day, zone), beginOfNextDay(day, zone)].map(
    (clock) => clock && timeOfClock(clock, zone),
  );
  if (day > today || !since || !until) return null;
  const isUnknown = (time: Date) => begin !== null && time < begin;
  if (isUnknown(until)) return null;
  const at = told ?? (day === today ? null : timeOfClock(endOfDay(day, now, zone), zone));
  return { at: at && isUnknown(at) ? null : at, since, until };
}

/**
 * The list of what changed on that day. A page that shows an earlier time than the day's end would show a part of it or nothing:
 * the list is then of the day's end, and of now where the day has not ended (`inScope` leaves the page's time out).
 */
export function changesOfDay(
  { since, until }: TimeAsked,
  { now, at }: { now: Date; at: Date | null },
): string {
  const isLeft = at !== null && at < until && until <= now;
  return changesAddress({ since, until, at: isLeft ? until : null });
}

function dayAsked(text: string, { now, zone, days }: Reader): string | null {
  const word = text.trim().toLowerCase().replaceAll("'", '’');
  const is = (words: string) => words.split(' ').includes(word);
  if (is(days.today)) return calendarDay(now, zone);
  if (is(days.yesterday)) return dayBefore(calendarDay(now, zone));
  return readTyped('day', text, zone.locale);
}

const dayBefore = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
