/** The values of a field; a list becomes one field, its words separated by spaces. */
export type CellValue = string | number | null | readonly string[];

export const textOf = (value: string | null | readonly string[]): string =>
  typeof value === 'string' ? value : (value ?? []).join(' ');
