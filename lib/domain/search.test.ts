import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bestMatch, inOrderOfMatch, MATCHES, matchOf, numberIn } from './search';

it.each([
  ['HV-PAR-0147', 'hv-par-0147', 'exact'],
  ['HV-PAR-0147', ' HV-PAR-0147 ', 'exact'],
  ['HV-PAR-0147', 'hv-par', 'prefix'],
  ['HV-PAR-0147', 'par', 'word'],
  ['HV-PAR-0147', '0147', 'word'],
  ['HV-PAR-0147', '147', 'part'],
  ['HV-PAR-0147', 'ar-0', 'part'],
  ['HV-PAR-0147', 'lon', null],
  ['SecureBootSettings', 'secureboot', 'prefix'],
  ['SecureBootSettings', 'boot', 'word'],
  ['SecureBootSettings', 'boot settings', 'word'],
  ['SecureBootSettings', 'settings secure', 'part'],
  ['Démarrage sécurisé désactivé', 'demarrage', 'prefix'],
  ['Paramètres d’amorçage', "d'amorc", 'word'],
  ['HV_100%', '%', 'part'],
  ['anything', '  ', null],
  ['', 'x', null],
])('finds in %j, by %j: %s', (text, wanted, match) => {
  expect(matchOf(text, wanted)).toBe(match);
});

it('takes the best of several texts', () => {
  expect(bestMatch(['xhvx', null, 'a hv', 'hv1'], 'hv')).toBe('prefix');
  expect(bestMatch([null, 'none'], 'hv')).toBeNull();
  expect(bestMatch([], 'hv')).toBeNull();
});

it.each([
  ['RP-0147', 147],
  ['rp147', 147],
  ['147', 147],
  ['0147', 147],
  ['RP-', null],
  ['RP-0', null],
  ['EX-0147', null],
  ['12345678901', null],
  ['1e3', null],
])('reads the number of a plan in %j as %s', (text, number) => {
  expect(numberIn(text, 'RP')).toBe(number);
});

const name = fc.string({
  unit: fc.constantFrom('h', 'v', 'é', 'P', '-', ' ', '0', '%', '\u202e'),
  maxLength: 8,
});

it('ranks every name as well as a part of it says, and none above one that is nearer', () => {
  fc.assert(
    fc.property(name, name, name, (before, sought, after) => {
      const rank = (text: string) => {
        const match = matchOf(text, sought);
        return match === null ? MATCHES.length : MATCHES.indexOf(match);
      };
      fc.pre(matchOf(sought, sought) !== null);
      expect(rank(sought)).toBe(0);
      expect(rank(sought + after)).toBeLessThanOrEqual(MATCHES.indexOf('prefix'));
      expect(rank(`${before} ${sought.trim()}`)).toBeLessThanOrEqual(MATCHES.indexOf('word'));
      expect(rank(before + sought.trim() + after)).toBeLessThanOrEqual(MATCHES.indexOf('part'));
    }),
  );
});

it('puts the best matches first and changes nothing else', () => {
  const hit = fc.record({ match: fc.constantFrom(...MATCHES), place: fc.nat() });
  fc.assert(
    fc.property(fc.array(hit), (hits) => {
      const sorted = inOrderOfMatch(hits);
      expect(new Set(sorted)).toEqual(new Set(hits));
      expect(sorted.map(({ match }) => match)).toEqual(
        MATCHES.flatMap((match) => hits.filter((one) => one.match === match).map(() => match)),
      );
      for (const match of MATCHES)
        expect(sorted.filter((one) => one.match === match)).toEqual(
          hits.filter((one) => one.match === match),
        );
    }),
  );
});
