/** What a field of a file can hold; a list is one field, its words apart by spaces. */
export type CellValue = string | number | null | readonly string[];

/** What makes a spreadsheet run a text, or read it as a formula, the full-width forms too. */
const FORMULA_START = /^[=+\-@\t\r\n\0＝＋－＠]/;

export const startsFormula = (text: string): boolean => FORMULA_START.test(text);

export const textOf = (value: string | null | readonly string[]): string =>
  typeof value === 'string' ? value : (value ?? []).join(' ');
