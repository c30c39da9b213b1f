import type { DataRows } from '@/lib/server/db/data-rows';
import { csvText } from '@/lib/util/csv-text';
import { type CellValue, textOf } from './cell-value';
import { CsvBytes } from './csv-bytes';

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';
/** Most texts consist of these characters only and need no escaping. */
const PLAIN = /^[\w.:/ ][\w.:/ -]*$/;

type Lang = 'en' | 'fr';

/** One field as csvText writes it. A French spreadsheet reads a number with a point as text. */
export function csvField(value: CellValue, lang: Lang = 'en'): string {
  // Numbers come from this program, and a negative one is no formula.
  if (typeof value === 'number') return lang === 'fr' ? String(value).replace('.', ',') : String(value);
  const text = textOf(value);
  if (PLAIN.test(text)) return text;
  return csvText(text);
}

const delimiterOf = (lang: Lang) => (lang === 'fr' ? ';' : ',');

const lineOf = (row: readonly CellValue[], lang: Lang): string =>
  `${row.map((value) => csvField(value, lang)).join(delimiterOf(lang))}${LINE_END}`;

/** A complete file from rows in memory, with column names. */
export function csvOfRows(
  lang: Lang,
  columns: readonly string[],
  rows: readonly (readonly CellValue[])[],
): string {
  const delimiter = delimiterOf(lang);
  const lines = rows.map((row) => lineOf(row, lang));
  return `${BYTE_ORDER_MARK}${columns.join(delimiter)}${LINE_END}${lines.join('')}`;
}

/** The same for rows that come in batches. */
export async function* csvOfBatches(
  lang: Lang,
  columns: readonly string[],
  batches: AsyncIterable<readonly (readonly CellValue[])[]>,
): AsyncGenerator<string> {
  yield csvOfRows(lang, columns, []);
  for await (const rows of batches) yield rows.map((row) => lineOf(row, lang)).join('');
}

/** Writes one field of the block's present row. */
export type WriteField = (out: CsvBytes, rows: DataRows) => void;

/** Copies a field that needs neither quotes nor marks as it is. */
export const asText =
  (field: number): WriteField =>
  (out, rows) => {
    if (out.copySafe(rows.bytes, rows.startOf(field), rows.endOf(field))) return;
    out.text(csvField(rows.text(field)));
  };

export const asUuid =
  (field: number): WriteField =>
  (out, rows) =>
    out.uuid(rows.bytes, rows.startOf(field));

export const asTime =
  (field: number): WriteField =>
  (out, rows) => {
    const ms = rows.time(field);
    if (ms !== null) out.time(ms);
  };

export const asNumber =
  (field: number, of: (value: number) => number | null = (value) => value): WriteField =>
  (out, rows) => {
    const value = rows.integer(field);
    if (value !== null) out.ascii(csvField(of(value)));
  };

/** A table whose rows share most of their fields: fields shared by rows of one key become text only once. */
export type CsvTable<Block> = {
  columns: readonly string[];
  /** The columns that each row has for itself. */
  own: Readonly<Partial<Record<string, WriteField>>>;
  rowsOf: (block: Block) => DataRows;
  /** A key of the block's present row, equal exactly if all other columns are equal. */
  keyOf: (rows: DataRows) => number | string;
  /** All other columns of that row. */
  sharedOf: (block: Block) => Readonly<Record<string, CellValue>>;
};

/** The remembered texts are dropped at this number, so that a table without equal rows takes no more memory. */
const MOST_KNOWN = 20_000;

/** A line without its own fields: `bytes`, and the places of these fields in it. */
type Frame = { bytes: Uint8Array; gaps: readonly number[] };

type Layout = { columns: readonly string[]; own: CsvTable<unknown>['own']; lang: Lang };

function frameOf(shared: Readonly<Record<string, CellValue>>, { columns, own, lang }: Layout): Frame {
  const gaps: number[] = [];
  let text = '';
  for (const [index, column] of columns.entries()) {
    if (index > 0) text += delimiterOf(lang);
    if (own[column]) gaps.push(Buffer.byteLength(text));
    else text += csvField(shared[column] ?? null, lang);
  }
  return { bytes: Buffer.from(`${text}${LINE_END}`), gaps };
}

function writeLine(
  out: CsvBytes,
  rows: DataRows,
  fields: readonly WriteField[],
  { bytes, gaps }: Frame,
): void {
  let from = 0;
  for (let index = 0; index < gaps.length; index += 1) {
    const gap = gaps[index] ?? 0;
    out.copy(bytes, from, gap);
    fields[index]?.(out, rows);
    from = gap;
  }
  out.copy(bytes, from, bytes.length);
}

/** Room for the lines of most blocks. */
const FIRST_CAPACITY = 192 * 1024;

function linesOf<Block>(table: CsvTable<Block>, lang: Lang): (block: Block) => Buffer {
  const { columns, own, rowsOf, keyOf, sharedOf } = table;
  const fields = columns.flatMap((column) => own[column] ?? []);
  const known = new Map<number | string, Frame>();
  const learn = (key: number | string, block: Block): Frame => {
    if (known.size > MOST_KNOWN) known.clear();
    const frame = frameOf(sharedOf(block), { columns, own, lang });
    known.set(key, frame);
    return frame;
  };
  return (block) => {
    const out = new CsvBytes(FIRST_CAPACITY);
    const rows = rowsOf(block);
    while (rows.next()) {
      const key = keyOf(rows);
      writeLine(out, rows, fields, known.get(key) ?? learn(key, block));
    }
    return out.written();
  };
}

export async function* csvOf<Block>(
  lang: Lang,
  table: CsvTable<Block>,
  blocks: AsyncIterable<Block>,
): AsyncGenerator<string | Buffer> {
  const lines = linesOf(table, lang);
  yield `${BYTE_ORDER_MARK}${table.columns.join(delimiterOf(lang))}${LINE_END}`;
  for await (const block of blocks) yield lines(block);
}
