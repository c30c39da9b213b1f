import type { ReportContent, ReportPeriod } from '@/lib/contracts/report-content';
import { STATES, type State } from '@/lib/domain/vocabulary';
import type { Words } from '../words';

type Told = { words: Words; content: ReportContent };

/** Each existing state with its share of a bar, in which even a single host among ten thousand is visible. */
export function stateWidths(
  states: Readonly<Record<State, number>>,
  { width, thinnest }: { width: number; thinnest: number },
): [State, number][] {
  const present = STATES.filter((state) => states[state] > 0);
  const all = present.reduce((sum, state) => sum + states[state], 0);
  const shares = present.map((state) => Math.max(thinnest, (states[state] / all) * width));
  const scale = width / shares.reduce((sum, share) => sum + share, 0);
  return present.map((state, index) => [state, (shares[index] ?? 0) * scale]);
}

export function stateBarAlt({ words, content }: Told): string {
  const present = STATES.filter((state) => content.states[state] > 0);
  const parts = present.map((state) => `${words.count(content.states[state])} ${state}`).join(', ');
  return words.say('states.barAlt', { parts });
}

export type Day = ReportPeriod['days'][number];
/** The classes in a day's column, from its foot. */
export const STACK = ['nonCompliant', 'excepted', 'unverified'] as const;
export const totalOf = (day: Day) => day.nonCompliant + day.excepted + day.unverified;

/** One, two or five times a power of ten, so that there are three or four steps up to the highest value. */
export function stepUpTo(highest: number): number {
  const rough = Math.max(1, highest / 3);
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
}

/** The content of the chart in words. */
export function extremesOf(
  { words }: Pick<Told, 'words'>,
  days: readonly Day[],
): Record<string, string | number> {
  const sorted = [...days].sort((a, b) => totalOf(a) - totalOf(b));
  const [first, last] = [days[0], days.at(-1)] as [Day, Day];
  const [low, high] = [sorted[0], sorted.at(-1)] as [Day, Day];
  const name = ({ day }: Day) => words.dayName(day);
  return {
    from: name(first),
    to: name(last),
    low: totalOf(low),
    lowDay: name(low),
    high: totalOf(high),
    highDay: name(high),
    last: totalOf(last),
    ...Object.fromEntries(STACK.map((name) => [name, last[name]])),
  };
}
