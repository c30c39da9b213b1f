import { stringify } from 'csv-stringify/sync';

export type CsvValue = string | number | null | readonly string[];

const BYTE_ORDER_MARK = '\uFEFF';

/** What makes a spreadsheet run a text, or read it as a formula, the full-width forms too. */
const FORMULA_START = /^[=+\-@\t\r\n\0＝＋－＠]/;

/** Text from a host stays text: a leading apostrophe is what spreadsheets themselves use for that. */
function neutralised(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}

function toField(value: CsvValue): string {
  if (value === null) return '';
  // A number is ours, and a negative one is no formula.
  if (typeof value === 'number') return String(value);
  return neutralised(typeof value === 'string' ? value : value.join(' '));
}

/** RFC 4180. French spreadsheets read `;`, so fields that hold either separator are quoted in both. */
export function csvWriter(columns: readonly string[], lang: 'en' | 'fr') {
  const options = {
    delimiter: lang === 'fr' ? ';' : ',',
    record_delimiter: '\r\n',
    quoted_match: /[,;\r\n]/,
  };
  const lines = (rows: readonly (readonly CsvValue[])[]) =>
    stringify(
      rows.map((row) => row.map(toField)),
      options,
    );
  return { head: () => BYTE_ORDER_MARK + lines([columns]), lines };
}
