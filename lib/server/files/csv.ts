import type { DataRows } from '@/lib/server/db/data-rows';
import { visibleText } from '@/lib/util/visible-text';
import { type CellValue, startsFormula, textOf } from './cell-value';
import { CsvBytes } from './csv-bytes';

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';
/** Most texts are of these alone, and need no care. */
const PLAIN = /^[\w.:/ ][\w.:/ -]*$/;

/** Text from a host stays text: a leading apostrophe is what spreadsheets themselves use for that. */
const neutralised = (text: string) => (startsFormula(text) ? `'${text}` : text);

/**
 * RFC 4180. French spreadsheets read `;`, so fields that hold either separator are quoted in both. What a terminal
 * would obey or a spreadsheet hide is shown as a mark, as on the screen.
 */
export function csvField(value: CellValue): string {
  // A number is ours, and a negative one is no formula.
  if (typeof value === 'number') return String(value);
  const text = textOf(value);
  if (PLAIN.test(text)) return text;
  const field = neutralised(visibleText(text));
  return /[,;"]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

const delimiterOf = (lang: 'en' | 'fr') => (lang === 'fr' ? ';' : ',');

/** A whole file of rows that are at hand, under their names. */
export function csvOfRows(
  lang: 'en' | 'fr',
  columns: readonly string[],
  rows: readonly (readonly CellValue[])[],
): string {
  const delimiter = delimiterOf(lang);
  const lines = rows.map((row) => `${row.map(csvField).join(delimiter)}${LINE_END}`);
  return `${BYTE_ORDER_MARK}${columns.join(delimiter)}${LINE_END}${lines.join('')}`;
}

/** The same, of rows that come batch by batch. */
export async function* csvOfBatches(
  lang: 'en' | 'fr',
  columns: readonly string[],
  batches: AsyncIterable<readonly (readonly CellValue[])[]>,
): AsyncGenerator<string> {
  yield csvOfRows(lang, columns, []);
  const delimiter = delimiterOf(lang);
  for await (const rows of batches)
    yield rows.map((row) => `${row.map(csvField).join(delimiter)}${LINE_END}`).join('');
}

/** Writes one field of the row that a block has come to. */
export type WriteField = (out: CsvBytes, rows: DataRows) => void;

/** What needs neither quotes nor marks is copied as it came. */
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

/** A table of which many rows share most of their fields: what rows of one key share is put into text once. */
export type CsvTable<Block> = {
  columns: readonly string[];
  /** The columns that each row has to itself. */
  own: Readonly<Partial<Record<string, WriteField>>>;
  rowsOf: (block: Block) => DataRows;
  /** Of the row that a block has come to: equal exactly where all other columns are. */
  keyOf: (rows: DataRows) => number | string;
  /** All other columns of that row. */
  sharedOf: (block: Block) => Readonly<Record<string, CellValue>>;
};

/** Forgotten beyond so many, so that a table of which no two rows are equal takes no more memory. */
const MOST_KNOWN = 20_000;

/** A line without its own fields: `bytes`, and where in them each of these belongs. */
type Frame = { bytes: Uint8Array; gaps: readonly number[] };

type Layout = { columns: readonly string[]; own: CsvTable<unknown>['own']; delimiter: string };

function frameOf(shared: Readonly<Record<string, CellValue>>, { columns, own, delimiter }: Layout): Frame {
  const gaps: number[] = [];
  let text = '';
  for (const [index, column] of columns.entries()) {
    if (index > 0) text += delimiter;
    if (own[column]) gaps.push(Buffer.byteLength(text));
    else text += csvField(shared[column] ?? null);
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

function linesOf<Block>(table: CsvTable<Block>, delimiter: string): (block: Block) => Buffer {
  const { columns, own, rowsOf, keyOf, sharedOf } = table;
  const fields = columns.flatMap((column) => own[column] ?? []);
  const known = new Map<number | string, Frame>();
  const learn = (key: number | string, block: Block): Frame => {
    if (known.size > MOST_KNOWN) known.clear();
    const frame = frameOf(sharedOf(block), { columns, own, delimiter });
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
  lang: 'en' | 'fr',
  table: CsvTable<Block>,
  blocks: AsyncIterable<Block>,
): AsyncGenerator<string | Buffer> {
  const delimiter = delimiterOf(lang);
  const lines = linesOf(table, delimiter);
  yield `${BYTE_ORDER_MARK}${table.columns.join(delimiter)}${LINE_END}`;
  for await (const block of blocks) yield lines(block);
}
