import { countedAt, daysOf } from '@/lib/domain/report/days';
import { DAY_MS } from '@/lib/util/durations';

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

/** The moments that a trend tells, the oldest first; of the last day the moment itself. */
export const trendMoments = (asOf: number, days: number, timeZone: string): TrendMoment[] =>
  countedAt(daysOf({ from: asOf - days * DAY_MS, to: asOf }, timeZone).slice(-days), asOf);
