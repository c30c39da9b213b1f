import { readSubstatus } from '@/lib/domain/read-substatus';
import { cleanLines, withoutEnd } from './clean-line';
import { CLIENT_FIELDS, type ClientField, clientField, isPlausible } from './client-fields';
import { type HostFields, isDecisive, type Part, saysSomething } from './host-fields';
import { isAttestationRecord, namedHost } from './host-name';
import { readDelimited } from './read-delimited';
import { readTable, type TableReading } from './read-table';
import { isAroundOutputs, SAYS_SOMETHING } from './unread-lines';

export type ClientTextReading = {
  /** One for each output in the text, in order. */
  hosts: HostFields[];
  /** The indexes of the lines that were understood. */
  used: Set<number>;
  /** The lines that also contain something that no reader understood. */
  partlyRead: Set<number>;
  /** The hosts that are attempts recorded by HGS. */
  records: Set<HostFields>;
};

/** Longest first, so that AttestationStatusCode is not read as AttestationStatus and a remainder. */
const NAMES = [...CLIENT_FIELDS].sort((a, b) => b.length - a.length).join('|');
const FIELD = new RegExp(`(?<=^|[\\s|,;{("'])(${NAMES})(?![\\p{L}\\p{N}_])["']? *([:=|\\uff1a])? *`, 'giu');

/** No console wraps a longer value. */
const MAX_WRAPPED_CHARS = 2000;

type Found = { field: ClientField; start: number; end: number; hasSeparator: boolean };
/** The property whose value may continue in the next line, with the beginnings of its name and its value. */
type Open = { field: ClientField; line: number; indent: number; column: number };

/** The list being read: a new host begins each time its fields begin again. */
type ListReading = {
  hosts: HostFields[];
  isAfterBlank: boolean;
  /** The lines of a property whose value no reader understood, and which may say that the host is not able. */
  unread: Set<number>;
  /** The fields since the last blank line, after which a later name can be another host's. */
  block: { field: ClientField; line: number }[];
};

/** Reads the client's properties in any copied form: list, table, CSV, page, Markdown, JSON lines. */
export function readClientText(
  lines: readonly string[],
  isTaken: (line: number) => boolean,
): ClientTextReading {
  const parts: Part[] = cleanLines(lines).flatMap((texts, line) =>
    texts.map((text) => ({ text, line, raw: lines[line] ?? '' })),
  );
  const tables = readTables(parts);
  const inTables = new Set(tables.flatMap(({ used }) => [...used]));
  const list: ListReading = { hosts: [], isAfterBlank: false, unread: new Set(), block: [] };
  let open: Open | null = null;
  for (const [index, part] of parts.entries()) {
    if (inTables.has(index) || isTaken(part.line)) open = null;
    else open = readPart(list, open, part);
  }
  const listed = wholeOf(list.hosts);
  const inRecords = recordLines(parts);
  const used = new Set([
    ...listed.flatMap((host) => host.lines),
    ...[...inTables].map((index) => parts[index]?.line ?? 0),
  ]);
  const others = parts.filter(({ line }, index) => used.has(line) && !inTables.has(index));
  return {
    hosts: [...tables.flatMap((table) => table.hosts), ...listed],
    used,
    partlyRead: new Set([...partlyRead(others, parts), ...list.unread]),
    records: new Set([
      ...tables.filter(({ headers }) => isAttestationRecord(headers)).flatMap(({ hosts }) => hosts),
      ...listed.filter((host) => host.lines.some((line) => inRecords.has(line))),
    ]),
  };
}

/** Lines that were read only in part: one of their parts was not, or something stands before the first field. */
function partlyRead(others: readonly Part[], all: readonly Part[]): Set<number> {
  const counts = new Map<number, number>();
  for (const { line } of all) counts.set(line, (counts.get(line) ?? 0) + 1);
  const unread = others.filter(({ text, line }) => {
    const [first] = findNames(text).filter((field) => isField(text, field));
    if (first !== undefined) return !isAroundOutputs(text.slice(0, first.start));
    // Text alone in its line is the rest of a value.
    return counts.get(line) !== 1 && namedHost(text) === null && !isAroundOutputs(text);
  });
  return new Set(unread.map(({ line }) => line));
}

function readTables(parts: readonly Part[]): TableReading[] {
  const tables: TableReading[] = [];
  let end = 0;
  for (const at of parts.keys()) {
    if (at < end || parts[at]?.text === '') continue;
    const table = readTable(parts, at) ?? readDelimited(parts, at);
    if (table === null) continue;
    tables.push(table);
    end = Math.max(...table.used) + 1;
  }
  return tables;
}

/** The lines of lists that are such a record: Format-List puts blank lines around each object. */
function recordLines(parts: readonly Part[]): Set<number> {
  const found = new Set<number>();
  let block: Part[] = [];
  for (const part of [...parts, null]) {
    if (part !== null && part.text.trim() !== '') {
      block.push(part);
      continue;
    }
    const names = block.map(({ text }) => /^\s*(\w{1,40})\s*:/.exec(text)?.[1] ?? '');
    if (isAttestationRecord(names)) for (const { line } of block) found.add(line);
    block = [];
  }
  return found;
}

/** The outputs, without those that only mention a field in passing. */
function wholeOf(hosts: readonly HostFields[]): HostFields[] {
  const said = hosts.filter(saysSomething);
  // An output with an empty status counts too: its host gave none.
  const isEmpty = ({ fields }: HostFields) => fields.get('AttestationStatus') === '';
  const whole = hosts.filter(
    (host) => isEmpty(host) || (saysSomething(host) && (isDecisive(host) || host.name !== null)),
  );
  return whole.length > 0 ? whole : said.slice(0, 1);
}

function readPart(list: ListReading, open: Open | null, { text, line }: Part): Open | null {
  const name = namedHost(text);
  if (name !== null) {
    nameHost(list, name, line);
    return null;
  }
  const found = findNames(text).filter((field) => isField(text, field));
  const next = found.length > 0 ? take(list, line, text, found) : goOn(list, open, line, text);
  if (text.trim() === '') list.block = [];
  list.isAfterBlank = text.trim() === '' || (list.isAfterBlank && found.length === 0);
  return next;
}

/** Remoting prints the name last, a selection often prints it first. */
function nameHost(list: ListReading, name: string, line: number): void {
  const current = list.hosts.at(-1);
  if (current && current.name === null && !list.isAfterBlank && saysSomething(current)) {
    current.name = name;
    current.lines.push(line);
  } else
    list.hosts.push(
      current && current.name !== name ? splitOff(list, current, name, line) : named(name, line),
    );
  list.isAfterBlank = false;
}

const named = (name: string, line: number): HostFields => ({ name, fields: new Map(), lines: [line] });

/**
 * Splits off the fields since a blank line if another name follows: they do not belong to the host named
 * before.
 */
function splitOff({ block }: ListReading, from: HostFields, name: string, line: number): HostFields {
  const host = named(name, line);
  for (const { field, line: at } of block) {
    host.fields.set(field, from.fields.get(field) ?? '');
    host.lines.push(at);
    from.fields.delete(field);
    from.lines = from.lines.filter((own) => own !== at);
  }
  return host;
}

function findNames(part: string): Found[] {
  const found: Found[] = [];
  for (const match of part.matchAll(FIELD)) {
    const field = clientField(match[1] ?? '');
    if (field === null) continue;
    const [start, end] = [match.index, match.index + match[0].length];
    found.push({ field, start, end, hasSeparator: match[2] !== undefined });
  }
  return found;
}

/** A name without a separator counts only at the beginning of the line: otherwise it is prose. */
function isField(part: string, { start, hasSeparator }: Found): boolean {
  return hasSeparator || part.slice(0, start).trim() === '';
}

function take(list: ListReading, line: number, part: string, found: readonly Found[]): Open | null {
  let open: Open | null = null;
  for (const [position, { field, end, hasSeparator }] of found.entries()) {
    const value = bare(part.slice(end, found[position + 1]?.start ?? part.length));
    const isSaid = value === '' || isAccepted(field, value, hasSeparator);
    if (isSaid) {
      keep(list, field, value, line);
      list.block.push({ field, line });
    } else list.unread.add(line);
    open = isSaid ? { field, line, indent: indentOf(part), column: end } : null;
  }
  return open;
}

/** After a separator unknown words are accepted too, because they must be shown and not lost. */
function isAccepted(field: ClientField, value: string, hasSeparator: boolean): boolean {
  return isPlausible(field, value) || (hasSeparator && /^Attestation(Status|Substatus)$/.test(field));
}

/** A field that this host already has belongs to another host, or another output. */
function keep({ hosts }: ListReading, field: ClientField, value: string, line: number): void {
  let current = hosts.at(-1);
  if (current === undefined || current.fields.has(field)) {
    current = { name: null, fields: new Map(), lines: [] };
    hosts.push(current);
  }
  current.fields.set(field, value);
  current.lines.push(line);
}

/**
 * A value that continues in the next line, or stands there alone. If no reader understands that line, the
 * property is unread.
 */
function goOn(list: ListReading, open: Open | null, line: number, part: string): Open | null {
  const text = bare(part);
  const host = list.hosts.at(-1);
  if (open === null || host === undefined) return null;
  const { fields, lines } = host;
  const before = fields.get(open.field) ?? '';
  if (text === '') return before === '' ? open : null;
  const joined = join(open.field, before, text);
  if (!isContinuation(open, before, part, joined)) {
    const isBelow = indentOf(part) > open.indent || (before === '' && isSignAlone(text));
    for (const unread of isBelow ? [open.line, line] : []) list.unread.add(unread);
    return null;
  }
  fields.set(open.field, joined);
  lines.push(line);
  return { ...open, line };
}

function isContinuation({ field, column }: Open, before: string, part: string, joined: string): boolean {
  const text = bare(part);
  const isUrl = field.endsWith('Url');
  if (before.length > MAX_WRAPPED_CHARS || !(isUrl || SAYS_SOMETHING.test(text))) return false;
  const isAtColumn = indentOf(part) >= column - 1;
  if (before === '') return isPlausible(field, text);
  if (isPlausible(field, joined)) return isAtColumn || !isUrl;
  return isAtColumn && isAccepted(field, joined, true) && !/[:=]/.test(text);
}

/** Signs below an empty value stand for an answer, except a line that a page or a table draws there. */
const isSignAlone = (text: string): boolean =>
  !SAYS_SOMETHING.test(text) && !/^[\s|+:]*([-=_*~─━])\1\1/.test(text);

const indentOf = (part: string): number => part.length - part.trimStart().length;

/** A console cuts long values at the edge of its window, even inside a word. */
function join(field: ClientField, before: string, next: string): string {
  const tight = `${before}${next}`;
  if (field !== 'AttestationSubstatus' || before === '') return tight;
  const isWhole = readSubstatus(tight).every((check) => check.recognised);
  const spaced = `${before} ${next}`;
  return isWhole && !readSubstatus(spaced).every((check) => check.recognised) ? tight : spaced;
}

/** Removes the quotes, commas and brackets that JSON and PowerShell put around values. */
function bare(value: string): string {
  const trimmed = value.trim();
  const quoted = /^"([^"]*)"/.exec(trimmed)?.[1];
  const opened = (quoted ?? trimmed).replace(/^[\s"'{[(]+/, '');
  const closed = withoutEnd(opened, ' "\'}]),;|');
  // A bracket that the value itself opens belongs to it.
  const own = closed.includes('(') && opened.startsWith(`${closed})`) ? `${closed})` : closed;
  return own.replace(/^null$/i, '');
}
