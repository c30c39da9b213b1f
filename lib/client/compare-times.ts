import { calendarDay, type Zone } from '@/lib/i18n/moment';
import { offsetAt, wholeMinute } from '@/lib/i18n/zone-clock';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/util/durations';

/** A time that is chosen with one click; null is now, also while time goes on. */
export type Preset<Name extends string = string> = { name: Name; time: Date | null };

export const FROM_NAMES = ['hourAgo', 'dayAgo', 'weekAgo', 'monthAgo'] as const;
export const TO_NAMES = ['now', 'morning', 'evening'] as const;

const AGO_MS: Readonly<Record<(typeof FROM_NAMES)[number], number>> = {
  hourAgo: HOUR_MS,
  dayAgo: DAY_MS,
  weekAgo: 7 * DAY_MS,
  monthAgo: 30 * DAY_MS,
};

/** So many days before a day, at an hour of the zone's clocks. */
function hourOfDay(day: string, daysBefore: number, hour: number, zone: Zone): Date {
  const asIfUtc = Date.parse(`${day}T00:00:00Z`) - daysBefore * DAY_MS + hour * HOUR_MS;
  const guess = asIfUtc - offsetAt(asIfUtc, zone);
  return new Date(asIfUtc - offsetAt(guess, zone));
}

export const fromPresets = (now: Date): Preset<(typeof FROM_NAMES)[number]>[] =>
  FROM_NAMES.map((name) => ({ name, time: new Date(wholeMinute(now.getTime()) - AGO_MS[name]) }));

/** Before six in the morning that hour is still to come. */
export function toPresets(now: Date, zone: Zone): Preset<(typeof TO_NAMES)[number]>[] {
  const today = calendarDay(now, zone);
  const morning = hourOfDay(today, 0, 6, zone);
  return [
    { name: 'now', time: null },
    ...(morning <= now ? [{ name: 'morning' as const, time: morning }] : []),
    { name: 'evening', time: hourOfDay(today, 1, 18, zone) },
  ];
}

/** "24 h ago" is still what was chosen some minutes later, and no longer when it is 25. */
const TOLERATED_MS = 5 * MINUTE_MS;

/** Which of the presets a time is; null for one that was picked. */
export function presetOf<Name extends string>(
  time: Date | null,
  presets: readonly Preset<Name>[],
): Name | null {
  const isIt = (preset: Preset) =>
    time === null || preset.time === null
      ? time === preset.time
      : Math.abs(time.getTime() - preset.time.getTime()) <= TOLERATED_MS;
  return presets.find(isIt)?.name ?? null;
}
