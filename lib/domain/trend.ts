import { daysOf } from '@/lib/domain/report/days';
import { DAY_MS, MINUTE_MS } from '@/lib/util/durations';

/** As many days as a trend looks back on where nobody asks otherwise, and at most. */
export const TREND_DAYS = 30;
export const MOST_TREND_DAYS = 90;

/** So many hosts at once are marked on a trend: a pair happens by chance in a large fleet. */
export const MARKED_WAVE_HOSTS = 3;

export type TrendMoment = {
  /** `2026-11-24`, as the calendar of the zone has it. */
  day: string;
  /** Milliseconds since the epoch. */
  at: number;
};

/**
 * The moments that a trend tells, the oldest first: of each day that is over its last minute, 23:59, so that what happened
 * within a day shows on it and the time that a screen is asked for bears the day's own date; of the last day the moment itself.
 */
export function trendMoments(asOf: number, days: number, timeZone: string): TrendMoment[] {
  const whole = daysOf({ from: asOf - days * DAY_MS, to: asOf }, timeZone).slice(-days);
  return whole.map(({ day, at }, index) => ({
    day,
    at: index === whole.length - 1 ? asOf : at - MINUTE_MS,
  }));
}
