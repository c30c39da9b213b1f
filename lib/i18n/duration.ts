import { DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS } from '@/lib/util/durations';

/** How much of a duration is worth saying: the keys of the `time` messages with what they take. */
export type DurationPhrase =
  | { key: 'seconds'; seconds: number }
  | { key: 'minutes'; minutes: number }
  | { key: 'hoursMinutes'; hours: number; minutes: number }
  | { key: 'hours'; hours: number }
  | { key: 'days'; days: number }
  | { key: 'daysHours'; days: number; hours: number };

export function durationPhrase(totalSeconds: number): DurationPhrase {
  const seconds = Math.max(0, Math.floor(totalSeconds));
  if (seconds < MINUTE_SECONDS) return { key: 'seconds', seconds };
  if (seconds < HOUR_SECONDS) return { key: 'minutes', minutes: Math.floor(seconds / MINUTE_SECONDS) };
  if (seconds >= 2 * DAY_SECONDS) return { key: 'days', days: Math.floor(seconds / DAY_SECONDS) };
  const hours = Math.floor(seconds / HOUR_SECONDS);
  const minutes = Math.floor((seconds % HOUR_SECONDS) / MINUTE_SECONDS);
  if (seconds >= DAY_SECONDS || minutes === 0) return { key: 'hours', hours };
  return { key: 'hoursMinutes', hours, minutes };
}

/** The same for a figure of evidence: of days, the hours beyond them, so that nothing is rounded away in its favour. */
export function exactDurationPhrase(totalSeconds: number): DurationPhrase {
  if (totalSeconds < DAY_SECONDS) return durationPhrase(totalSeconds);
  const wholeHours = Math.round(totalSeconds / HOUR_SECONDS);
  return { key: 'daysHours', days: Math.floor(wholeHours / 24), hours: wholeHours % 24 };
}

export function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1_000;
}
