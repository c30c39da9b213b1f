import type { HostQuestion } from '@/lib/client/host-question';
import { DAY_MS } from '@/lib/util/durations';

const QUARTER_MS = 15 * 60_000;

/**
 * What the figures of a moment are compared with. On the quarter of an hour, so that figures that refresh
 * themselves do not ask another question of the past each time.
 */
export function dayBefore({ filter }: HostQuestion, asOf: string): HostQuestion & { at: Date } {
  const quarter = Math.floor(Date.parse(asOf) / QUARTER_MS) * QUARTER_MS;
  return { filter, at: new Date(quarter - DAY_MS) };
}
