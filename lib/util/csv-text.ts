import { visibleText } from '@/lib/util/visible-text';

/** What makes a spreadsheet run a text, or read it as a formula, the full-width forms too. */
const FORMULA_START = /^[=+\-@\t\r\n\0＝＋－＠]/;

export const startsFormula = (text: string): boolean => FORMULA_START.test(text);

/** Text from a host stays text: a leading apostrophe is what spreadsheets themselves use for that. */
const neutralised = (text: string) => (startsFormula(text) ? `'${text}` : text);

/**
 * RFC 4180. French spreadsheets read `;`, so fields that hold either separator are quoted in both. What a terminal
 * would obey or a spreadsheet hide is shown as a mark, as on the screen.
 */
export function csvText(text: string): string {
  const field = neutralised(visibleText(text));
  return /[,;"]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
