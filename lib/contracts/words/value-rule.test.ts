import { describe, expect, it } from 'vitest';
import { parseChangeQuery } from '@/lib/contracts/words/changes';
import { parseHostQuery } from '@/lib/contracts/words/host-query';

const asked = (query: string) => [...new URLSearchParams(query)];
const problemOf = (reading: { ok: boolean; message?: string; given?: unknown }) =>
  reading.ok ? null : [reading.message, reading.given];

describe('a value that its word does not take', () => {
  it.each([
    [
      'since=abc',
      'The parameter "since" must be a time with its zone, such as 2026-11-24T09:32:07Z (RFC 3339, also without seconds), and is "abc".',
      { text: 'abc', rule: { rule: 'time' } },
    ],
    [
      'since=2026-11-25T00:00:00Z&until=2026-11-24T00:00:00Z',
      'The parameter "since" must be no later than "until", which is 2026-11-24T00:00:00.000Z, and is "2026-11-25T00:00:00.000Z".',
      {
        text: '2026-11-25T00:00:00.000Z',
        rule: { rule: 'notAfter', other: 'until', otherValue: '2026-11-24T00:00:00.000Z' },
      },
    ],
    [
      'within=24h&since=2026-11-25T00:00:00Z',
      'The parameter "within" must be given without "since".',
      { text: '24h', rule: { rule: 'without', other: 'since' } },
    ],
    [
      'limit=501',
      'The parameter "limit" must be a whole number from 1 to 500, and is "501".',
      { text: '501', rule: { rule: 'wholeNumber', most: 500 } },
    ],
  ])('is named in ?%s, with what it takes', (query, message, given) => {
    expect(problemOf(parseChangeQuery(asked(query)))).toEqual([message, given]);
  });

  it('is named in an address of hosts', () => {
    expect(problemOf(parseHostQuery(asked('at=foo')))?.[1]).toEqual({ text: 'foo', rule: { rule: 'time' } });
  });

  it('is shown by its beginning where it is long, and as what can be seen', () => {
    const [message] = problemOf(parseHostQuery([['at', `\u202E${'x'.repeat(500)}`]])) ?? [];
    expect(message).toMatch(/and is "⟨U\+202E⟩x{99}…"\.$/);
  });
});
