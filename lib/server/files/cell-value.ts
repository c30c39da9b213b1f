/** What a field of a file can hold; a list is one field, its words apart by spaces. */
export type CellValue = string | number | null | readonly string[];

export const textOf = (value: string | null | readonly string[]): string =>
  typeof value === 'string' ? value : (value ?? []).join(' ');
