import { startsFormula } from '@/lib/util/csv-text';
import { DAY_MS } from '@/lib/util/durations';
import { type CellValue, textOf } from './cell-value';

/** Excel "repairs", that is loses, a cell with more. */
const LONGEST_TEXT = 32_767;
const CUT_OFF = '…';

/**
 * Characters that XML gives a meaning, cannot hold, or would change (a carriage return), and text that looks
 * like the escape of spreadsheets for these, even if the next escape completes it.
 */
const NOT_AS_IT_IS = /[&<>\uFFFE\uFFFF]|(?![\t\n])\p{Cc}|_(?=x[0-9A-Fa-f]{4})/gu;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function escaped(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return ENTITIES[character] ?? `_x${code}_`;
}

export function xmlText(text: string): string {
  const short = text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT - 1) + CUT_OFF : text;
  return short.replaceAll(NOT_AS_IT_IS, escaped);
}

/** `A`, `B`, … `Z`, `AA`, … */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

/** Indexes into the cell formats of styles.xml. */
export const CELL_FORMAT = { head: 1, quoted: 2, time: 3, share: 4 } as const;

/** A local time of the reader, as the milliseconds that it would be in UTC; a share from 0 to 1. */
export type SheetCell = CellValue | { localMs: number } | { share: number };

/** Spreadsheets count days from the last one of 1899. */
const DAYS_TO_1970 = 25_569;

/** An inline string, which no spreadsheet evaluates: nothing here can write a formula. */
export function textCell(place: string, text: string, format?: number): string {
  const style = format ?? (startsFormula(text) ? CELL_FORMAT.quoted : undefined);
  const attribute = style === undefined ? '' : ` s="${style}"`;
  return `<c r="${place}"${attribute} t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

const numberCell = (place: string, value: number, format?: number) =>
  `<c r="${place}"${format === undefined ? '' : ` s="${format}"`}><v>${value}</v></c>`;

const isList = (value: SheetCell): value is readonly string[] => Array.isArray(value);

export function cell(place: string, value: SheetCell): string {
  if (typeof value === 'number') return numberCell(place, value);
  if (value !== null && typeof value === 'object' && !isList(value))
    return 'share' in value
      ? numberCell(place, value.share, CELL_FORMAT.share)
      : numberCell(place, value.localMs / DAY_MS + DAYS_TO_1970, CELL_FORMAT.time);
  const text = textOf(value);
  return text === '' ? '' : textCell(place, text);
}
