import type { HostDays } from '@/lib/contracts/history';
import { STATE_ORDER, type State } from '@/lib/domain/vocabulary';

export type HostDay = HostDays['days'][number];
export type KnownDay = HostDay & { state: State; at: string };

/** A day of which something is known. */
export const isKnown = (day: HostDay): day is KnownDay => day.state !== null && day.at !== null;

/** How a day of a state is drawn: what needs nobody has a look of its own, and all else its state's. */
export function lookOfDay(state: State): 'passed' | 'silent' | 'other' {
  if (state === 'Passed') return 'passed';
  return state === 'Silent' ? 'silent' : 'other';
}

/** How many days were of which state, what needs somebody first; none that is zero. */
export function countDays(days: readonly KnownDay[]): { state: State; count: number }[] {
  return STATE_ORDER.map((state) => ({
    state,
    count: days.filter((day) => day.state === state).length,
  })).filter(({ count }) => count > 0);
}

const WEEK = 7;

type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** The row of a calendar day in a week that begins on Monday, from 0. */
export function weekdayOf(day: string): Weekday {
  // Sound: a rest of a division by seven.
  return ((new Date(day).getUTCDay() + WEEK - 1) % WEEK) as Weekday;
}

/** Weeks stand beside each other: an arrow to the side leads a week on, one down a day. */
export function moveInCalendar(key: string, position: number, count: number): number | null {
  const step = { ArrowRight: WEEK, ArrowLeft: -WEEK, ArrowDown: 1, ArrowUp: -1 }[key];
  if (step !== undefined) return Math.max(0, Math.min(position + step, count - 1));
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
