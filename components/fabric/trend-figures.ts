import type { ToldWave } from '@/lib/contracts/changes';
import type { Trend } from '@/lib/contracts/history';
import { TREND_DAYS } from '@/lib/domain/trend';
import { STATES, type State } from '@/lib/domain/vocabulary';

export type TrendDay = Pick<Trend['days'][number], 'day' | 'at' | 'total' | 'states'>;
export type ToldDay = TrendDay & {
  /** Hosts that are not Passed. */
  count: number;
  /** Waves that ended since the day before it. */
  waves: ToldWave[];
};

/** Days without figures keep their place: a month has one width, however young the installation. */
export const SLOTS = TREND_DAYS;

/** The states in the order of a column, from bottom to top. */
export const NOT_PASSING: readonly State[] = STATES.filter((state) => state !== 'Passed');

/** The figures that the page shows anyway are the last day's, so that no two parts of it differ. */
function withNow(days: readonly TrendDay[], now: TrendDay | null): TrendDay[] {
  if (now === null) return [...days];
  return [...days.filter(({ day }) => day !== now.day), now].slice(-SLOTS);
}

type Told = { days: readonly TrendDay[]; waves: readonly ToldWave[] };

/** Each day with its waves; `now` takes the place of the last day where the page goes on asking. */
export function toldDays({ days, waves }: Told, now: TrendDay | null): ToldDay[] {
  const told = withNow(days, now).map(
    (day): ToldDay => ({ ...day, count: day.total - day.states.Passed, waves: [] }),
  );
  for (const wave of waves)
    told.find(({ at }) => Date.parse(at) >= Date.parse(wave.endedAt))?.waves.push(wave);
  return told;
}

/** The states that some day has, in their order. */
export const statesIn = (days: readonly TrendDay[]): State[] =>
  NOT_PASSING.filter((state) => days.some(({ states }) => states[state] > 0));

const STEPS = [1, 2, 5];
const LINES_AT_MOST = 3;

/** How far a scale reaches, and where its lines are: at most three, at round numbers. */
export function scaleOf(most: number): { top: number; lines: number[] } {
  const stepAt = (turn: number) => (STEPS[turn % STEPS.length] ?? 1) * 10 ** Math.floor(turn / STEPS.length);
  let turn = 0;
  while (most / stepAt(turn) > LINES_AT_MOST) turn += 1;
  const step = stepAt(turn);
  const lines = Array.from({ length: Math.floor(most / step) }, (_, index) => (index + 1) * step);
  return { top: Math.max(1, most), lines };
}

export type Segment = { state: State; y: number; height: number };

/** The distance between neighbours, where there is room for it. */
const GAP = 1;
const LEAST = 1;

/** The parts of a column of a day, `height` pixels being the top of the scale; y grows downwards. */
export function segmentsOf({ states }: TrendDay, top: number, height: number): Segment[] {
  let sum = 0;
  return NOT_PASSING.flatMap((state): Segment[] => {
    if (states[state] === 0) return [];
    const lower = (sum / top) * height;
    sum += states[state];
    const upper = (sum / top) * height;
    const gap = upper - lower > 3 * GAP ? GAP : 0;
    return [{ state, y: height - upper, height: Math.max(LEAST, upper - lower - gap) }];
  });
}

/** The highest day before the last, where its figure and the last one's do not meet. */
export function peakOf(days: readonly ToldDay[]): ToldDay | null {
  const earlier = days.slice(0, -3);
  return earlier.reduce<ToldDay | null>((most, day) => (day.count > (most?.count ?? 0) ? day : most), null);
}
