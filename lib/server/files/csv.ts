import { csvText } from '@/lib/util/csv-text';
import { type CellValue, textOf } from './cell-value';

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';
/** Most texts consist of these characters only and need no escaping. */
const PLAIN = /^[\w.:/ ][\w.:/ -]*$/;

type Lang = 'en' | 'fr';

/** One field as csvText writes it. A French spreadsheet reads a number with a point as text. */
export function csvField(value: CellValue, lang: Lang = 'en'): string {
  if (value === null) return '';
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

/** A table of which many rows differ in a few columns only: all others become text once for each key. */
export type CsvTable<Row> = {
  columns: readonly string[];
  /** The columns that each row has for itself. */
  own: Readonly<Partial<Record<string, (row: Row) => string | number | null>>>;
  /** The same object exactly for rows that agree in all other columns. */
  keyOf: (row: Row) => object;
  fieldsOf: (row: Row) => Readonly<Record<string, CellValue>>;
};

/** The texts before, between and behind the own fields of a row. */
function textsAround<Row>(row: Row, { columns, own, fieldsOf }: CsvTable<Row>, lang: Lang): string[] {
  const fields = fieldsOf(row);
  const texts: string[] = [];
  let text = '';
  for (const [index, column] of columns.entries()) {
    if (index > 0) text += delimiterOf(lang);
    if (own[column]) {
      texts.push(text);
      text = '';
    } else text += csvField(fields[column] ?? null, lang);
  }
  return [...texts, `${text}${LINE_END}`];
}

function lineWriter<Row>(table: CsvTable<Row>, lang: Lang): (row: Row) => string {
  const known = new WeakMap<object, readonly string[]>();
  const own = table.columns.flatMap((column) => table.own[column] ?? []);
  const learn = (row: Row) => {
    const texts = textsAround(row, table, lang);
    known.set(table.keyOf(row), texts);
    return texts;
  };
  return (row) => {
    const texts = known.get(table.keyOf(row)) ?? learn(row);
    let line = texts[0] ?? '';
    for (let index = 0; index < own.length; index += 1)
      line += csvField(own[index]?.(row) ?? null) + texts[index + 1];
    return line;
  };
}

export async function* csvOf<Row>(
  lang: Lang,
  table: CsvTable<Row>,
  batches: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  const lineOfRow = lineWriter(table, lang);
  yield csvOfRows(lang, table.columns, []);
  for await (const rows of batches) yield rows.map(lineOfRow).join('');
}
