import { describe, expect, it } from 'vitest';
import { narrowed, without } from '@/lib/client/host-question';
import { type HostFilter, matchesHost } from '@/lib/domain/host-filter';
import { STATES, type State } from '@/lib/domain/vocabulary';

const questionOf = (include: State[], exclude: State[]) => ({
  filter: { state: { include, exclude } } satisfies HostFilter,
  at: null,
});
const QUESTIONS = [
  { filter: {}, at: null },
  questionOf(['Passed', 'Silent'], []),
  questionOf([], ['Passed']),
  questionOf(['Passed', 'TpmError'], ['TpmError']),
];
const asksFor = (filter: HostFilter) =>
  STATES.filter((state) => matchesHost(filter, { state } as Parameters<typeof matchesHost>[1]));

describe.each(QUESTIONS)('the links of figures over $filter', (question) => {
  it('ask for the hosts of one state among those of the page, also where there are none', () => {
    for (const state of STATES)
      expect(asksFor(narrowed(question, 'state', state).filter)).toEqual(
        asksFor(question.filter).filter((candidate) => candidate === state),
      );
  });

  it('ask for those without some states', () => {
    expect(asksFor(without(question, 'state', 'Passed', 'Silent').filter)).toEqual(
      asksFor(question.filter).filter((state) => state !== 'Passed' && state !== 'Silent'),
    );
  });
});
