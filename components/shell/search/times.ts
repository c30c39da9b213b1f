import { dayInFigures } from '@/components/shell/search/named-day';
import { changesAddress } from '@/lib/client/change-address';
import { calendarDay, type Zone } from '@/lib/i18n/moment';
import { readTyped } from '@/lib/i18n/typed-time';
import { beginOfDay, beginOfNextDay, endOfDay, timeOfClock } from '@/lib/i18n/zone-clock';

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

/** `early`: before all that is known. `late`: still to come. */
export type NoTime = 'early' | 'late';

/** The time that a text means, as every field takes it and as the console writes it; null for none. */
export function timeAsked(text: string, reader: Reader): TimeAsked | NoTime | null {
  const { now, zone, begin } = reader;
  const typed = dayInFigures(text, reader);
  const moment = readTyped('moment', typed, zone.locale);
  const told = moment === null ? null : timeOfClock(moment, zone);
  const day = told === null ? readTyped('day', typed, zone.locale) : calendarDay(told, zone);
  if (day === null) return null;
  const today = calendarDay(now, zone);
  if (day > today || (told ?? now) > now) return 'late';
  const [since, until] = [beginOfDay(day, zone), beginOfNextDay(day, zone)].map(
    (clock) => clock && timeOfClock(clock, zone),
  );
  if (!since || !until) return null;
  const isUnknown = (time: Date) => begin !== null && time < begin;
  if (isUnknown(until)) return 'early';
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
