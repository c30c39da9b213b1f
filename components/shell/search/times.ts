import { calendarDay, type Zone } from '@/lib/i18n/moment';
import { readTyped } from '@/lib/i18n/typed-time';
import { beginOfDay, beginOfNextDay, endOfDay, timeOfClock } from '@/lib/i18n/zone-clock';
import { DAY_MS } from '@/lib/util/durations';

export type TimeAsked = {
  /** When the fleet can be looked at; null: it is today, which every page shows. */
  at: Date | null;
  /** The day of it, without its own end. */
  since: Date;
  until: Date;
};

type Reader = {
  now: Date;
  zone: Zone;
  /** How somebody may call these two days. */
  days: { today: string; yesterday: string };
};

/** The time that a text means, as every field takes it; null for no time, and for one that is still to come. */
export function timeAsked(text: string, reader: Reader): TimeAsked | null {
  const { now, zone } = reader;
  const moment = readTyped('moment', text, zone.locale);
  const told = moment === null ? null : timeOfClock(moment, zone);
  const day = told === null ? dayAsked(text, reader) : calendarDay(told, zone);
  if (day === null || (told ?? now) > now) return null;
  const today = calendarDay(now, zone);
  const [since, until] = [beginOfDay(day, zone), beginOfNextDay(day, zone)].map(
    (clock) => clock && timeOfClock(clock, zone),
  );
  if (day > today || !since || !until) return null;
  const end = day === today ? null : timeOfClock(endOfDay(day, now, zone), zone);
  return { at: told ?? end, since, until };
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
