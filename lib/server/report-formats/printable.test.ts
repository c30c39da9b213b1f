import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadFace } from '@/lib/server/report-formats/pdf/fonts';
import { printable } from '@/lib/server/report-formats/printable';
import { HOSTILE_TEXTS } from '@/test/support/report-content/hosts';

const { has } = loadFace('regular');
const { has: monoHas } = loadFace('mono');

describe('printable', () => {
  it.each([
    ['hv-par-0001', 'hv-par-0001'],
    ['Hôte d’Évry œuvre, 1 024 €', 'Hôte d’Évry œuvre, 1 024 €'],
    ['Łódź Ωмега Nguyễn', 'Łódź Ωмега Nguyễn'],
    ['e\u0301', 'é'],
    ['x\u0301\u0302', 'x‹U+0301›‹U+0302›'],
    ['\u202Egpj.exe', '‹U+202E›gpj.exe'],
    ['a\u0000\n', 'a‹U+0000›‹U+000A›'],
    ['主機', '‹U+4E3B›‹U+6A5F›'],
    ['a\u2003b\u00a0c', 'a‹U+2003›b\u00a0c'],
    ['😀', '‹U+1F600›'],
    ['\ud800', '‹U+D800›'],
    ['', '‹›'],
    ['  ', '‹  ›'],
  ])('writes %j as %j', (text, shown) => {
    expect(printable(text, has)).toBe(shown);
  });

  it('keeps our own narrow space apart in a typeface that lacks it', () => {
    expect(printable('port\u202f: 443', has)).toBe('port\u202f: 443');
    expect(printable('port\u202f: 443', monoHas)).toBe('port\u00a0: 443');
  });

  it('leaves nothing that the typeface lacks or that nobody would see', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE_TEXTS));
    fc.assert(
      fc.property(text, (one) => {
        const shown = printable(one, has);
        expect(Array.from(shown).filter((character) => !has(character.codePointAt(0) ?? 0))).toEqual([]);
        expect(shown).not.toMatch(/[\p{C}\p{M}]/u);
        expect(printable(shown, has)).toBe(shown);
      }),
    );
  });
});
