import type { ChangeSummary } from '@/lib/contracts/changes';
import { DAY_MS, HOUR_MS } from '@/lib/util/durations';

export const HOURS = DAY_MS / HOUR_MS;

export type ToldHour = { from: Date; worse: number; silent: number; better: number };

/**
 * The hours of a day, those in which no host turned included. A day that begins within an hour ends within one: what turned in
 * the part of the first is told with the second, so that no host is left out.
 */
export function hoursOf({ asOf, byHour }: Pick<ChangeSummary, 'asOf' | 'byHour'>): ToldHour[] {
  const last = Math.floor(Date.parse(asOf) / HOUR_MS);
  const first = last - HOURS + 1;
  const hours = Array.from({ length: HOURS }, (_, index): ToldHour => {
    return { from: new Date((first + index) * HOUR_MS), worse: 0, silent: 0, better: 0 };
  });
  for (const { from, worse, silent, better } of byHour) {
    const hour = hours[Math.max(0, Math.floor(Date.parse(from) / HOUR_MS) - first)];
    if (hour === undefined) continue;
    hour.worse += worse;
    hour.silent += silent;
    hour.better += better;
  }
  return hours;
}
