import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MATCHES } from '@/lib/domain/search';
import { type Found, groupsOf, keyBeside } from './found';

const kinds = ['host', 'check', 'page'] as const;
const anyFound: fc.Arbitrary<Found[]> = fc
  .array(fc.record({ kind: fc.constantFrom(...kinds), match: fc.constantFrom(...MATCHES) }), {
    maxLength: 12,
  })
  .map((drafts) =>
    drafts.map((draft, index) => ({ ...draft, key: `${index}`, label: '', detail: '', to: '/' })),
  );

describe('groups of results', () => {
  it('begin with the best hit, have each result once, and each kind together', () => {
    fc.assert(
      fc.property(anyFound, (found) => {
        const groups = groupsOf(found);
        const shown = groups.flatMap((group) => group.found);
        expect(shown.map(({ key }) => key).sort()).toEqual(found.map(({ key }) => key).sort());
        expect(new Set(groups.map(({ kind }) => kind)).size).toBe(groups.length);
        const ranks = found.map(({ match }) => MATCHES.indexOf(match));
        if (found.length > 0) expect(MATCHES.indexOf(shown[0]?.match ?? 'other')).toBe(Math.min(...ranks));
        for (const group of groups) {
          const own = group.found.map(({ match }) => MATCHES.indexOf(match));
          expect(own).toEqual(own.toSorted((a, b) => a - b));
        }
      }),
    );
  });
});

describe('an arrow', () => {
  it('goes through all results and round', () => {
    fc.assert(
      fc.property(anyFound, fc.constantFrom(1 as const, -1 as const), (found, step) => {
        let key: string | null = null;
        const met = found.map(() => (key = keyBeside(found, key, step)));
        expect(new Set(met).size).toBe(found.length);
        expect(keyBeside([], key, step)).toBeNull();
      }),
    );
  });
});
