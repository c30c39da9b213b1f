import { STATES, type State } from '@/lib/domain/vocabulary';

type Counts = Readonly<Record<State, number>>;

/** How many more or fewer hosts each state has than before. States with the same number are left out. */
export const movedStates = (before: Counts, now: Counts): { state: State; change: number }[] =>
  STATES.map((state) => ({ state, change: now[state] - before[state] })).filter(({ change }) => change !== 0);
