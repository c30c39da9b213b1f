import { stringify } from 'csv-stringify/sync';
import { type CellValue, startsFormula, textOf } from './cell-value';

const BYTE_ORDER_MARK = '\uFEFF';

/** Text from a host stays text: a leading apostrophe is what spreadsheets themselves use for that. */
function neutralised(text: string): string {
  return startsFormula(text) ? `'${text}` : text;
}

function toField(value: CellValue): string {
  // A number is ours, and a negative one is no formula.
  if (typeof value === 'number') return String(value);
  return neutralised(textOf(value));
}

/** RFC 4180. French spreadsheets read `;`, so fields that hold either separator are quoted in both. */
export function csvWriter(columns: readonly string[], lang: 'en' | 'fr') {
  const options = {
    delimiter: lang === 'fr' ? ';' : ',',
    record_delimiter: '\r\n',
    quoted_match: /[,;\r\n]/,
  };
  const lines = (rows: readonly (readonly CellValue[])[]) =>
    stringify(
      rows.map((row) => row.map(toField)),
      options,
    );
  return { head: () => BYTE_ORDER_MARK + lines([columns]), lines };
}

type Table = { columns: readonly string[]; lang: 'en' | 'fr' };

export async function* csvOf(
  { columns, lang }: Table,
  batches: AsyncIterable<readonly (readonly CellValue[])[]>,
): AsyncGenerator<string> {
  const csv = csvWriter(columns, lang);
  yield csv.head();
  for await (const rows of batches) yield csv.lines(rows);
}
