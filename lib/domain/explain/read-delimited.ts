import { type ClientField, clientField } from './client-fields';
import { applyState, completed, type HostFields, isCell, isTableOf, type Part } from './host-fields';
import { hostName, isNameColumn } from './host-name';
import type { TableReading } from './read-table';

const DELIMITERS = ['\t', '|', ';', ','] as const;
const RULE = /^[\s|:+-]+$/;
const MAX_HEADER_CHARS = 60;

/** Rows of cells with a separator: CSV, a table of a Markdown or web page, cells of a spreadsheet. */
export function readDelimited(parts: readonly Part[], at: number): TableReading | null {
  for (const delimiter of DELIMITERS) {
    const headers = split(parts[at], delimiter);
    const fields = headers.map((header) => clientField(header));
    if (headers.length < 2 || !fields.some((field) => field !== null)) continue;
    if (headers.some((header) => header.length > MAX_HEADER_CHARS || /[:={}]/.test(header))) continue;
    const found = rowsBelow(parts, at, { delimiter, headers, fields });
    if (found.hosts.length > 0) return { ...found, headers };
  }
  return null;
}

type Head = { delimiter: string; headers: readonly string[]; fields: readonly (ClientField | null)[] };

function rowsBelow(parts: readonly Part[], at: number, head: Head): Pick<TableReading, 'hosts' | 'used'> {
  const hosts: HostFields[] = [];
  const used = new Set([at]);
  for (let row = at + 1; row < parts.length; row++) {
    const part = parts[row];
    if (part === undefined || part.text.trim() === '') break;
    const isRule = RULE.test(part.text) && part.text.includes('-');
    const host = isRule ? null : hostOf(part, head);
    if (!isRule && host === null) break;
    used.add(row);
    if (host !== null) hosts.push(host);
  }
  return isTableOf(hosts) ? { hosts, used } : { hosts: [], used };
}

function hostOf(part: Part, { delimiter, headers, fields }: Head): HostFields | null {
  const cells = fitted(cellsOf(part, delimiter), fields);
  if (cells === null) return null;
  const host: HostFields = { name: null, fields: new Map(), lines: [part.line] };
  for (const [index, field] of fields.entries()) {
    const cell = cells[index] ?? '';
    if (field === null) {
      if (isNameColumn(headers[index] ?? '')) host.name ??= hostName(cell);
      continue;
    }
    const said = completed(field, cell);
    // A field name in place of a value means that this is a list with a separator between names and values.
    if (!isCell(field, said) || clientField(said) !== null) return null;
    host.fields.set(field, said);
  }
  for (const [index, header] of headers.entries()) applyState(host, header, cells[index] ?? '');
  return host;
}

/**
 * A row can end after its first cell if a host gave nothing else. With spaces inside, it is text below the
 * table.
 */
function cellsOf(part: Part, delimiter: string): string[] {
  const cells = split(part, delimiter);
  const only = hostName(part.text);
  return cells.length === 0 && only !== null ? [only, ''] : cells;
}

/** Checks without quotes become separate cells; only the last column can contain them. */
function fitted(cells: string[], fields: readonly (ClientField | null)[]): string[] | null {
  if (cells.length < 2) return null;
  if (cells.length <= fields.length) return cells;
  const last = fields.length - 1;
  if (fields[last] !== 'AttestationSubstatus') return null;
  return [...cells.slice(0, last), cells.slice(last).join(', ')];
}

function split(part: Part | undefined, delimiter: string): string[] {
  const text = delimiter === '\t' ? (part?.raw ?? '') : (part?.text ?? '');
  if (!text.includes(delimiter)) return [];
  const cells = [''];
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (character === delimiter && !isQuoted) cells.push('');
    else cells.push(`${cells.pop()}${character}`);
  }
  return cells.map((cell) => cell.trim());
}
