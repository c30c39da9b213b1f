import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXlsx } from '@/test/support/read-xlsx';
import { xlsxOf } from './xlsx';
import { columnName, type SheetCell } from './xlsx-cells';

type Row = readonly SheetCell[];
const MADE_AT = new Date('2026-11-24T09:30:00.000Z');

async function* inBatches(batches: readonly (readonly Row[])[]) {
  yield* batches;
}

async function bytesOf(
  columns: readonly string[],
  batches: readonly (readonly Row[])[],
  rowsPerSheet?: number,
) {
  const sheet = { name: 'Hosts', columns, batches: inBatches(batches) };
  return concatenated(xlsxOf({ madeAt: MADE_AT, rowsPerSheet }, [sheet]));
}

async function concatenated(pieces: AsyncIterable<Uint8Array>) {
  const chunks: Uint8Array[] = [];
  for await (const chunk of pieces) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const sheetsOf = async (...given: Parameters<typeof bytesOf>) => readXlsx(await bytesOf(...given));

async function oneCell(text: string) {
  const [sheet] = await sheetsOf(['a'], [[[text]]]);
  return sheet?.rows[1]?.[0];
}

describe('xlsxOf', () => {
  it('writes the columns and every row, numbers as numbers and nothing for null', async () => {
    const rows = [
      ['HV-1', 6, null, ['SecureBoot', 'BitLocker']],
      ['HV-2', -1.5, '', []],
    ];
    expect(await sheetsOf(['name', 'vms', 'owner', 'checks'], [rows])).toEqual([
      {
        name: 'Hosts',
        rows: [
          ['name', 'vms', 'owner', 'checks'],
          ['HV-1', 6, null, 'SecureBoot BitLocker'],
          ['HV-2', -1.5, null, null],
        ],
      },
    ]);
  });

  it('has several sheets, each with its columns, rows and overflow', async () => {
    const sheets = [
      { name: 'One', columns: ['a'], batches: [[[1], [2], [3]]] },
      { name: 'Empty', columns: ['b', 'c'], batches: [] },
      { name: 'Last', columns: ['d'], batches: [[['x']]] },
    ];
    expect(readXlsx(await concatenated(xlsxOf({ madeAt: MADE_AT, rowsPerSheet: 2 }, sheets)))).toEqual([
      { name: 'One', rows: [['a'], [1], [2]] },
      { name: 'One 2', rows: [['a'], [3]] },
      { name: 'Empty', rows: [['b', 'c']] },
      { name: 'Last', rows: [['d'], ['x']] },
    ]);
  });

  it('writes times as days since the end of 1899, and shares as numbers', async () => {
    const noon = { localMs: Date.UTC(2026, 10, 24, 12) };
    const [sheet] = await sheetsOf(['at', 'share'], [[[noon, { share: 0.25 }]]]);
    expect(sheet?.rows[1]).toEqual([46_350.5, 0.25]);
  });

  it('is a whole workbook without a row', async () => {
    expect(await sheetsOf(['a'], [])).toEqual([{ name: 'Hosts', rows: [['a']] }]);
    expect(await sheetsOf(['a'], [[]])).toEqual([{ name: 'Hosts', rows: [['a']] }]);
  });

  it('goes on with another sheet where one is full, batches of any size', async () => {
    const rows = Array.from({ length: 8 }, (_, index) => [index]);
    const head = ['a'];
    for (const batches of [[rows], rows.map((row) => [row]), [rows.slice(0, 5), [], rows.slice(5)]]) {
      expect(await sheetsOf(head, batches, 4)).toEqual([
        { name: 'Hosts', rows: [head, [0], [1], [2], [3]] },
        { name: 'Hosts 2', rows: [head, [4], [5], [6], [7]] },
      ]);
      expect(await sheetsOf(head, batches, 7)).toHaveLength(2);
      expect(await sheetsOf(head, batches, 8)).toHaveLength(1);
    }
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '=HYPERLINK("http://evil.example")',
    "=cmd|' /C calc'!A0",
    '<f>1+1</f>',
    '</t></is></c><c><f>1+1</f></c>',
    ']]>&amp;&#0;<!--',
    '\0\u0001\u001F\u007F\u0085\uFFFE\uFFFF',
    'a\r\nb\rc\td',
    '_x0041_',
    '_x0041\0',
    '_x005F_x0041_ _x000d_',
    '  spaces  ',
    '💥 é ‮⁦',
  ])('keeps %j a text, as it is', async (text) => {
    expect(await oneCell(text)).toBe(text);
  });

  it('keeps any text a text, as it is', async () => {
    const text = fc.string({ unit: 'binary', minLength: 1 });
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        expect(await oneCell(value)).toBe(value);
      }),
    );
  });

  it('replaces half a character, which no file can hold, and cuts what no cell can', async () => {
    expect(await oneCell('a\uD83D')).toBe('a\uFFFD');
    expect(await oneCell('x'.repeat(32_767))).toBe('x'.repeat(32_767));
    expect(await oneCell('x'.repeat(32_768))).toBe(`${'x'.repeat(32_766)}…`);
  });

  it('tells the reader when its rows fail', async () => {
    async function* failing(): AsyncGenerator<readonly Row[]> {
      yield [['HV-1']];
      throw new Error('away');
    }
    const sheet = { name: 'Hosts', columns: ['a'], batches: failing() };
    const read = async () => {
      for await (const chunk of xlsxOf({ madeAt: MADE_AT }, [sheet]))
        expect(chunk).toBeInstanceOf(Uint8Array);
    };
    await expect(read()).rejects.toThrow('away');
  });

  it('names columns as spreadsheets do', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
  });
});
