import { expect, it } from 'vitest';
import { methodOf } from './words-of-report';

it.each([
  ['en', 'certain to be from before the time of the report'],
  ['fr', 'certain qu’il précède le moment du rapport'],
] as const)(
  'say which snapshot the last one of a host is, under the name that files have: %s',
  (lang, text) => {
    const about = { asOf: new Date('2026-11-24T09:00:00Z'), lang, timeZone: 'UTC' };
    for (const kind of ['moment', 'period'] as const)
      expect(methodOf(kind, about).definitions).toContainEqual({
        term: expect.stringContaining('(lastObservedAt)'),
        text: expect.stringContaining(text),
      });
  },
);
