import { stringify } from 'csv-stringify/sync';
import { HOST_FIELDS, type HostField, type HostRow } from '@/lib/contracts/fleet';
import { visibleText } from '@/lib/util/visible-text';

type Field = string | number | null | readonly string[];

/** Spelled out, so that a mistake in one of the two is seen. */
const RUN_BY_SPREADSHEETS = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

function toText(field: Field): string {
  if (typeof field === 'number') return String(field);
  const text = visibleText(field === null ? '' : typeof field === 'string' ? field : field.join(' '));
  return RUN_BY_SPREADSHEETS.some((start) => text.startsWith(start)) ? `'${text}` : text;
}

/** The file of these hosts by another hand: each field alone, quoted by a library. */
export function stringifiedCsv(
  hosts: readonly HostRow[],
  lang: 'en' | 'fr',
  columns: readonly HostField[] = HOST_FIELDS,
): string {
  const records = hosts.map((host) => columns.map((column) => toText(host[column])));
  const delimiter = lang === 'fr' ? ';' : ',';
  const options = { delimiter, record_delimiter: '\r\n', quoted_match: /[,;]/ };
  return `\uFEFF${stringify([columns, ...records], options)}`;
}
