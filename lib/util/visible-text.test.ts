import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleJson, visibleText } from '@/lib/util/visible-text';

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
const REORDERING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

describe('visibleText', () => {
  it.each([
    ['HV-PAR-0309', 'HV-PAR-0309'],
    ['Hôte é 主机 مضيف', 'Hôte é 主机 مضيف'],
    ['a\u0000b\u001b[31mc\nd\u007f', 'a␀b␛[31mc␊d␡'],
    ['x\u202Eexe.txt', 'x⟨U+202E⟩exe.txt'],
    ['\u2066\u200B\uFEFF\u0085\u2028', '⟨U+2066⟩⟨U+200B⟩⟨U+FEFF⟩⟨U+0085⟩⟨U+2028⟩'],
    ['\u{E0041}', '⟨U+E0041⟩'],
  ])('shows %j as %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('leaves nothing that is unseen, and is the same when done twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = visibleText(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(visibleText(shown)).toBe(shown);
      }),
    );
  });
});

describe('visibleJson', () => {
  it('means the same, and holds nothing that reorders or hides', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(anyText, anyText)), (value) => {
        const shown = visibleJson(JSON.stringify(value, null, 2));
        expect(JSON.parse(shown)).toEqual(value);
        expect(shown).not.toMatch(REORDERING);
      }),
    );
  });
});
