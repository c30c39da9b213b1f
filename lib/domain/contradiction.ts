import type { FilterValues, HostFilter, HostWord } from '@/lib/domain/host-filter';
import { STATES, type State } from '@/lib/domain/vocabulary';

/** Half of a contradiction: the filter requires or excludes values of this word. */
export type Clause = { word: HostWord; isNegative: boolean };

type Words = Readonly<Partial<Record<HostWord, FilterValues>>>;

const is = (word: HostWord): Clause => ({ word, isNegative: false });

/** A word whose included values are all excluded too. */
function againstItself(filter: Words): [Clause, Clause] | undefined {
  for (const [word, values] of Object.entries(filter) as [HostWord, FilterValues | undefined][])
    if (
      values &&
      values.include.length > 0 &&
      values.include.every((value) => values.exclude.includes(value))
    )
      return [is(word), { word, isNegative: true }];
  return undefined;
}

/** Null means any state. */
function statesAsked({ state }: HostFilter): readonly State[] | null {
  if (state === undefined || state.include.length === 0) return null;
  return STATES.filter((one) => state.include.includes(one) && !state.exclude.includes(one));
}

const asks = (values: FilterValues | undefined) => values !== undefined && values.include.length > 0;

/**
 * Two parts of a filter that no host can meet together in any fleet; null if there are none. A host that
 * passes or is silent has no cause, one that does not pass has no risk, and silence is a state.
 */
export function contradictionIn(filter: HostFilter): [Clause, Clause] | null {
  const itself = againstItself(filter);
  if (itself) return itself;
  const states = statesAsked(filter);
  const only = (...possible: State[]) => states?.every((state) => possible.includes(state)) ?? false;
  const { cause, risk, reporting } = filter;
  if (asks(cause) && only('Passed', 'Silent')) return [is('state'), is('cause')];
  if (asks(risk) && states !== null && !states.includes('Passed')) return [is('state'), is('risk')];
  if (asks(risk) && asks(cause)) return [is('cause'), is('risk')];
  if (!asks(reporting) || states === null) return null;
  const silent = reporting?.include.includes('silent') === true;
  const isSilentAlone = silent && reporting?.include.length === 1;
  const contradicts = (only('Silent') && !silent) || (isSilentAlone && !states.includes('Silent'));
  return contradicts ? [is('state'), is('reporting')] : null;
}
