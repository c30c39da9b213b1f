import { expect, it } from 'vitest';
import { methodOf } from './words-of-report';

it.each([
  ['en', 'up to the time of the report for which a snapshot vouches'],
  ['fr', 'au plus tard celui du rapport, qu’un instantané atteste'],
] as const)('say up to when a host is verified, under the name that files have: %s', (lang, text) => {
  const about = { asOf: new Date('2026-11-24T09:00:00Z'), lang, timeZone: 'UTC' };
  for (const kind of ['moment', 'period'] as const)
    expect(methodOf(kind, about).definitions).toContainEqual({
      term: expect.stringContaining('(verifiedUntil)'),
      text: expect.stringContaining(text),
    });
});
