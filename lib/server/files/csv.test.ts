import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleText } from '@/lib/util/visible-text';
import { readCsv } from '@/test/support/read-csv';
import { csvField } from './csv';

/** Whatever stands for something in this format, in a spreadsheet or in this code. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'=+-@＝＋－＠\t\r\n"\';,. aé') }),
);

describe('csvField', () => {
  const readBack = (value: string) => readCsv(`${csvField(value)}\r\n`)[0]?.[0];

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1', '＋1', '－1', '＠1'])(
    'keeps %j from being run as a formula',
    (formula) => {
      expect(readBack(formula)).toBe(`'${formula}`);
    },
  );

  it('leaves numbers, empty values and lists readable', () => {
    const fields = [-1.5, null, ['SecureBoot', 'BitLocker'], []].map((value) => csvField(value));
    expect(fields).toEqual(['-1.5', '', 'SecureBoot BitLocker', '']);
    expect([-1.5, 0.25, 3, 1.5e-9].map((value) => csvField(value, 'fr'))).toEqual([
      '-1,5',
      '0,25',
      '3',
      '1,5e-9',
    ]);
    expect(csvField('2.19.1', 'fr')).toBe('2.19.1');
  });

  it('quotes what a reader of either separator would split', () => {
    expect(csvField('x;=1+1')).toBe('"x;=1+1"');
    expect(csvField('x,y')).toBe('"x,y"');
  });

  it('shows what a terminal would obey and a spreadsheet hide', () => {
    const fields = ['\u001b[31mHV', 'HV\u202e10', '\t=1', 'a\r\nb', '\0', '\u200b'].map((value) =>
      csvField(value),
    );
    expect(fields).toEqual(['␛[31mHV', 'HV⟨U+202E⟩10', '␉=1', 'a␍␊b', '␀', '⟨U+200B⟩']);
  });

  it('gives back any other text that starts with no formula character, all of it to be seen', () => {
    const harmless = text.filter((value) => !/^[=+\-@＝＋－＠]/.test(value));
    fc.assert(
      fc.property(harmless, (value) => {
        expect(readBack(value)).toBe(visibleText(value));
        expect(csvField(value)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
