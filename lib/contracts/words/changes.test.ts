import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANGE_KINDS } from '@/lib/domain/change-kinds';
import {
  CHANGE_SPAN_NAMES,
  type ChangeQuery,
  defaultChangeQuery,
  formatChangeQuery,
  parseChangeQuery,
} from './changes';

const read = (text: string) => parseChangeQuery(new URLSearchParams(text));

describe('parseChangeQuery', () => {
  it('reads each word', () => {
    expect(read('fabric=PAR&fabric=-DR&kind=recovery&since=2026-11-24T00:00:00Z&limit=5&cursor=c')).toEqual({
      ok: true,
      query: {
        ...defaultChangeQuery(),
        filter: {
          fabric: { include: ['PAR'], exclude: ['DR'] },
          kind: { include: ['recovery'], exclude: [] },
        },
        since: new Date('2026-11-24T00:00:00Z'),
        limit: 5,
        cursor: 'c',
      },
    });
  });

  it.each([
    ['colour=red', 'unknown_parameter', 'colour'],
    ['toString=x', 'unknown_parameter', 'toString'],
    ['kind=wave', 'invalid_value', 'kind'],
    ['since=yesterday', 'invalid_value', 'since'],
    ['until=2026-11-24T00:00:00Z&since=2026-11-25T00:00:00Z', 'invalid_value', 'since'],
    ['until=2026-11-24T00:00:00', 'invalid_value', 'until'],
    ['at=1', 'invalid_value', 'at'],
    ['within=1y', 'invalid_value', 'within'],
    ['within=24h&within=7d', 'invalid_value', 'within'],
    ['within=24h&since=2026-11-24T00:00:00Z', 'invalid_value', 'within'],
    ['cluster=-', 'invalid_value', 'cluster'],
    ['cause=%00', 'invalid_value', 'cause'],
    [`q=${'x'.repeat(1001)}`, 'invalid_value', 'q'],
    ['q=a+b+c+d&q=-a+b+c+d&'.repeat(8).concat('q=a'), 'invalid_value', 'q'],
    ['limit=0', 'invalid_value', 'limit'],
    ['limit=501', 'invalid_value', 'limit'],
    ['at=2026-11-24T00:00:00Z&at=2026-11-24T00:00:00Z', 'invalid_value', 'at'],
  ])('refuses %s and names it', (text, code, parameter) => {
    expect(read(text)).toMatchObject({ ok: false, code, parameter });
  });

  it('reads what formatChangeQuery writes', () => {
    const list = <T extends string>(one: fc.Arbitrary<T>) =>
      fc.record({
        include: fc.array(one, { minLength: 1, maxLength: 3 }),
        exclude: fc.array(one, { maxLength: 3 }),
      });
    const time = fc.option(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
    );
    const anyQuery: fc.Arbitrary<ChangeQuery> = fc.record({
      filter: fc.record(
        {
          fabric: list(fc.oneof(fc.string({ minLength: 1 }), fc.constant('-DR'))),
          kind: list(fc.constantFrom(...CHANGE_KINDS)),
          cluster: list(fc.string({ minLength: 1 })),
          cause: list(fc.string({ minLength: 1 })),
          q: list(fc.oneof(fc.string({ minLength: 1 }), fc.constant('\\-x'))),
        },
        { requiredKeys: [] },
      ),
      within: fc.option(fc.constantFrom(...CHANGE_SPAN_NAMES)),
      since: time,
      until: time,
      at: time,
      limit: fc.integer({ min: 1, max: 500 }),
      cursor: fc.option(fc.string({ minLength: 1 })),
    });
    const query = anyQuery.filter(
      ({ within, since, until }) => !since || (within === null && (!until || since <= until)),
    );
    fc.assert(
      fc.property(query, (asked) => {
        expect(parseChangeQuery(formatChangeQuery(asked))).toEqual({ ok: true, query: asked });
      }),
    );
  });
});
