import { STATES, type State } from '@/lib/domain/vocabulary';

type Counts = Readonly<Record<State, number>>;

/** By how many hosts each state has more or fewer than before; what has as many is left out. */
export const movedStates = (before: Counts, now: Counts): { state: State; change: number }[] =>
  STATES.map((state) => ({ state, change: now[state] - before[state] })).filter(({ change }) => change !== 0);
