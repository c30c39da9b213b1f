import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '@/test/support/read-csv';
import { csvWriter } from './csv';

const oneField = (value: string, lang: 'en' | 'fr' = 'en') => {
  const [record = []] = readCsv(csvWriter(['a', 'b'], lang).lines([[value, 'x']]), lang === 'fr' ? ';' : ',');
  return record[0];
};

describe('csvWriter', () => {
  it('starts with a byte-order mark and the columns', () => {
    expect(csvWriter(['id', 'failingChecks'], 'en').head()).toBe('\uFEFFid,failingChecks\r\n');
    expect(csvWriter(['id', 'failingChecks'], 'fr').head()).toBe('\uFEFFid;failingChecks\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\0=1', '＝1', '＋1', '－1', '＠1'])(
    'keeps %j from being run as a formula',
    (text) => {
      expect(oneField(text)).toBe(`'${text}`);
    },
  );

  it('leaves numbers, empty values and lists readable', () => {
    const { lines } = csvWriter(['a', 'b', 'c'], 'en');
    expect(lines([[-1.5, null, ['SecureBoot', 'BitLocker']]])).toBe('-1.5,,SecureBoot BitLocker\r\n');
  });

  it('quotes what a reader of either separator would split', () => {
    expect(csvWriter(['a'], 'en').lines([['x;=1+1']])).toBe('"x;=1+1"\r\n');
    expect(csvWriter(['a'], 'fr').lines([['x,y']])).toBe('"x,y"\r\n');
  });

  it('gives back any text that starts with no formula character', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !/^[=+\-@\t\r\n\0＝＋－＠]/.test(value));
    fc.assert(
      fc.property(text, fc.constantFrom('en' as const, 'fr' as const), (value, lang) => {
        expect(oneField(value, lang)).toBe(value);
      }),
    );
  });
});
