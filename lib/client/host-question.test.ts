import { describe, expect, it } from 'vitest';
import { FRAME_WORDS, mistakenWord, narrowed, without } from '@/lib/client/host-question';
import { parseQuestion } from '@/lib/contracts/words/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';
import { STATES, type State } from '@/lib/domain/vocabulary';
import { matchesHost } from '@/test/support/matches-host';

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

describe('the words of an address', () => {
  it('are those of its page, and one that is none says which there are', () => {
    expect(mistakenWord({ fabric: 'PAR', at: '2026-11-24T09:32Z' }, FRAME_WORDS)).toBeUndefined();
    expect(mistakenWord({ foo: 'bar' }, FRAME_WORDS)).toMatchObject({
      code: 'unknown_parameter',
      ...{ parameter: 'foo', known: ['fabric', 'at'] },
    });
  });

  it('have a time that can be read', () => {
    expect(mistakenWord({ at: 'yesterday' }, FRAME_WORDS)).toMatchObject({
      code: 'invalid_value',
      ...{ parameter: 'at', given: { text: 'yesterday' } },
    });
  });

  it('are none of a list where the page has none', () => {
    expect(parseQuestion([['state', 'Passed']])).toMatchObject({ ok: true });
    const refused = parseQuestion([['sort', 'state']]);
    expect(refused).toMatchObject({ ok: false, parameter: 'sort', code: 'unknown_parameter' });
    expect(!refused.ok && refused.known).not.toContain('sort');
    expect(!refused.ok && refused.known).toContain('at');
  });
});
