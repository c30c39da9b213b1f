import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MATCHES } from '@/lib/domain/search';
import { type Found, groupsOf, keyBeside, namedFirst } from './found';

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

describe('what the console has of its own', () => {
  const hit = (match: Found['match'], kind: Found['kind'] = 'host'): Found => ({
    ...{ key: `hit ${match}`, kind, match, label: 'hv-1 was retired', detail: '', to: '/changes' },
  });
  const action = (label: string, match: Found['match']): Found => ({
    ...{ key: label, kind: 'action', match, label, detail: '', to: '/hosts' },
  });
  const first = (text: string, hits: Found[], local: Found[]) =>
    groupsOf(namedFirst(text, hits, local))[0]?.found[0]?.key;

  it('comes before what is found where its name begins with what was typed', () => {
    const retire = action('Retire a host', 'prefix');
    expect(first('retire', [hit('prefix')], [retire])).toBe('Retire a host');
    expect(first('RETIRE ', [hit('prefix')], [retire])).toBe('Retire a host');
  });

  it('comes after it where another word of it does, where others alone may open it, and beside a name typed whole', () => {
    expect(first('dark', [hit('prefix')], [action('Switch theme', 'prefix')])).toBe('hit prefix');
    expect(first('settings', [hit('word')], [action('Settings, mail', 'other')])).toBe('hit word');
    expect(first('retire', [hit('exact')], [action('Retire a host', 'prefix')])).toBe('hit exact');
  });

  it('comes before changes that are found as well as it is, and after one that is found better', () => {
    const plans = action('Remediation plans', 'prefix');
    expect(first('plan', [hit('prefix', 'change')], [plans])).toBe('Remediation plans');
    expect(first('plan', [hit('exact', 'change')], [plans])).toBe('hit exact');
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
