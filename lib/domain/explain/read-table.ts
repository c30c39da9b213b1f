import { type ClientField, clientField, isPlausible } from './client-fields';
import {
  applyState,
  completed,
  type HostFields,
  isCell,
  isTableOf,
  type Part,
  saysSomething,
} from './host-fields';
import { hostName, isNameColumn } from './host-name';

export type TableReading = {
  hosts: HostFields[];
  /** The indexes of the parts that were read. */
  used: Set<number>;
  headers: string[];
};

type Column = { start: number; end: number | undefined; header: string; field: ClientField | null };
type Row = { cells: string[]; at: number };

const DASHES = /^ *-+(?: +-+)* *$/;
const PROMPT = /^\s*(?:\[[^\]]*\]: )?PS .*>/;

/** A narrow window breaks headers over at most this many lines. */
const MAX_HEADER_LINES = 3;

/** Format-Table: names, dashes, then a row for each host. `at` is the line of dashes. */
export function readTable(parts: readonly Part[], at: number): TableReading | null {
  const dashes = parts[at]?.text ?? '';
  if (!DASHES.test(dashes) || !dashes.includes('---')) return null;
  for (
    let height = 1;
    height <= MAX_HEADER_LINES && (parts[at - height]?.text ?? '').trim() !== '';
    height++
  ) {
    const columns = columnsOf(parts.slice(at - height, at), dashes);
    const rows = rowsOf(parts, at + 1, columns);
    const resolved = columns.map((column, index) => withField(column, index, rows));
    if (!resolved.some(({ field }) => field !== null)) continue;
    const found = hostsOf(parts, at, resolved);
    if (found.hosts.length === 0) continue;
    for (let above = 0; above <= height; above++) found.used.add(at - above);
    return { ...found, headers: resolved.map(({ header }) => header) };
  }
  return null;
}

function hostsOf(
  parts: readonly Part[],
  at: number,
  columns: readonly Column[],
): Pick<TableReading, 'hosts' | 'used'> {
  const hosts: HostFields[] = [];
  const used = new Set<number>();
  for (const row of joined(rowsOf(parts, at + 1, columns), columns)) {
    const host = hostOf(row, columns, parts[row.at]?.line ?? 0);
    if (host === null) break;
    for (const line of row.lines) used.add(line);
    if (saysSomething(host) || tellingCell(row, columns) !== '') hosts.push(host);
  }
  return isTableOf(hosts) ? { hosts, used } : { hosts: [], used };
}

function columnsOf(headers: readonly Part[], dashes: string): Column[] {
  return [...dashes.matchAll(/-+/g)].map(({ index }, position, all) => {
    const end = all[position + 1]?.index;
    const header = headers.map(({ text }) => text.slice(index, end).trim()).join('');
    return { start: index, end, header, field: clientField(header.replace(/\s/g, '')) };
  });
}

/** A cut header may fit several fields; the values below decide. */
function withField(column: Column, index: number, rows: readonly Row[]): Column {
  const cut = /^(\w+)(?:…|\.\.\.)$/.exec(column.header)?.[1];
  if (column.field !== null || cut === undefined) return column;
  const values = rows.map(({ cells }) => cells[index] ?? '').filter((value) => value !== '');
  const fits = (field: ClientField) =>
    values.length > 0 && values.some((value) => isPlausible(field, completed(field, value)));
  const field = (['AttestationStatus', 'AttestationSubstatus', 'IsHostGuarded'] as const).find(
    (name) => name.toLowerCase().startsWith(cut.toLowerCase()) && fits(name),
  );
  return { ...column, field: field ?? null };
}

/** The lines below, split at the columns, up to the end of the table. */
function rowsOf(parts: readonly Part[], first: number, columns: readonly Column[]): Row[] {
  const rows: Row[] = [];
  for (let at = first; at < parts.length; at++) {
    const text = parts[at]?.text ?? '';
    const isNextTable = DASHES.test(parts[at + 1]?.text ?? '') && text.trim() !== '';
    if (isNextTable || PROMPT.test(text)) break;
    if (text.trim() !== '') rows.push({ cells: cellsOf(text, columns), at });
  }
  return rows;
}

/** If a page has moved the columns, cells are split at wide gaps. */
function cellsOf(text: string, columns: readonly Column[]): string[] {
  const isCutThrough = columns.some(
    ({ start }) => start > 0 && /\S/.test(text[start - 1] ?? ' ') && /\S/.test(text[start] ?? ' '),
  );
  if (isCutThrough) {
    for (const gap of [/ {2,}/, / +/]) {
      const cells = text.trim().split(gap);
      if (cells.length === columns.length) return cells;
    }
  }
  return columns.map(({ start, end }) => text.slice(start, end).trim());
}

type WholeRow = Row & { lines: number[] };

/** Format-Table -Wrap breaks a value at the edge of its column: the rest stands below, beside blank cells. */
function joined(rows: readonly Row[], columns: readonly Column[]): WholeRow[] {
  const whole: WholeRow[] = [];
  for (const row of rows) {
    const last = whole.at(-1);
    if (last === undefined || !isRest(row, last, columns)) {
      whole.push({ ...row, lines: [row.at] });
      continue;
    }
    last.cells = last.cells.map((cell, index) => join(cell, row.cells[index] ?? '', columns[index]));
    last.lines.push(row.at);
  }
  return whole;
}

function isRest(row: Row, last: WholeRow, columns: readonly Column[]): boolean {
  if (row.at !== (last.lines.at(-1) ?? 0) + 1) return false;
  const status = columns.findIndex(({ field }) => field === 'AttestationStatus');
  const word = row.cells[status] ?? '';
  if (word !== '') return isRestOfWord(last.cells[status] ?? '', word);
  return tellingCell(row, columns) === '';
}

/**
 * The cell that separates rows: the name, or the first one that is not HGS's. If it has text, the row counts
 * as a separate host, although it may be the rest of a long name: a host without a status must never be left
 * out.
 */
function tellingCell({ cells }: Row, columns: readonly Column[]): string {
  const named = columns.findIndex(({ header }) => isNameColumn(header));
  const telling = named < 0 ? columns.findIndex(({ field }) => field === null) : named;
  return cells[telling] ?? '';
}

function isRestOfWord(above: string, below: string): boolean {
  if (above === '' || isPlausible('AttestationStatus', above) || !/^[a-z]+$/i.test(above + below))
    return false;
  const cut = `${above}${below}…`;
  return isPlausible('AttestationStatus', above + below) || completed('AttestationStatus', cut) !== cut;
}

function join(above: string, below: string, column: Column | undefined): string {
  if (below === '') return above;
  const isList = column?.field === 'AttestationSubstatus' && /[,;]$/.test(above);
  return isList ? `${above} ${below}` : `${above}${below}`;
}

/** Null if the line is no row of this table: something else follows. */
function hostOf({ cells }: WholeRow, columns: readonly Column[], line: number): HostFields | null {
  const fields = new Map<ClientField, string>();
  let name: string | null = null;
  for (const [index, { field, header }] of columns.entries()) {
    const value = cells[index] ?? '';
    if (field === null) {
      if (name === null && isNameColumn(header)) name = hostName(value);
      continue;
    }
    const said = completed(field, value);
    if (!isCell(field, said)) return null;
    fields.set(field, said);
  }
  const host = { name, fields, lines: [line] };
  for (const [index, { header }] of columns.entries()) applyState(host, header, cells[index] ?? '');
  return host;
}
