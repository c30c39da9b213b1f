import { DAY_MS, HOUR_MS } from '@/lib/util/durations';

/** Groups by how long ago a host's state began. Older states are "older". */
export const MAP_AGES = [
  ['hour', HOUR_MS],
  ['day', DAY_MS],
  ['week', 7 * DAY_MS],
  ['month', 30 * DAY_MS],
] as const;

export type MapAge = (typeof MAP_AGES)[number][0] | 'older';
