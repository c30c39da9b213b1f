import { readSubstatus } from '@/lib/domain/read-substatus';
import { cleanLines, withoutEnd } from './clean-line';
import { CLIENT_FIELDS, type ClientField, clientField, isPlausible } from './client-fields';
import { type HostFields, isDecisive, type Part, saysSomething } from './host-fields';
import { isAttestationRecord, namedHost } from './host-name';
import { readDelimited } from './read-delimited';
import { readTable, type TableReading } from './read-table';
import { isAroundOutputs, SAYS_SOMETHING } from './unread-lines';

export type ClientTextReading = {
  /** One for each output in the text, in its order. */
  hosts: HostFields[];
  /** The lines that said something, by index. */
  used: Set<number>;
  /** Those of them that hold something else as well, which nobody read. */
  partlyRead: Set<number>;
  /** Those of the hosts that are attempts of which HGS has a record. */
  records: Set<HostFields>;
};

/** Longest first, so that AttestationStatusCode is not read as AttestationStatus and a rest. */
const NAMES = [...CLIENT_FIELDS].sort((a, b) => b.length - a.length).join('|');
const FIELD = new RegExp(`(?<=^|[\\s|,;{("'])(${NAMES})(?![\\p{L}\\p{N}_])["']? *([:=|\\uff1a])? *`, 'giu');

/** No console wraps a longer value. */
const MAX_WRAPPED_CHARS = 2000;

type Found = { field: ClientField; start: number; end: number; hasSeparator: boolean };
/** The property whose value may go on in the next line: where its name begins, and where its value does. */
type Open = { field: ClientField; line: number; indent: number; column: number };

/** The list that is being read: a host for each time that its fields begin anew. */
type ListReading = {
  hosts: HostFields[];
  isAfterBlank: boolean;
  /** The lines of a property whose value nobody understood, which may say that the host is not able. */
  unread: Set<number>;
  /** What was said since the last blank line, without which a later name can be another host's. */
  block: { field: ClientField; line: number }[];
};

/** Reads the client's properties in whatever shape they were copied: list, table, CSV, page, Markdown, JSON lines. */
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
    // What stands alone in its line is the rest of a value.
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

/** The lines of the lists that are such a record: Format-List sets blank lines around each object. */
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

/** Outputs, without what only repeats a field in passing. */
function wholeOf(hosts: readonly HostFields[]): HostFields[] {
  const said = hosts.filter(saysSomething);
  // An output whose status is empty counts as well: its host gave none.
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

/** Remoting prints the name last, a selection often first. */
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

/** What was said since a blank line, and ends with another name, is not of the host that was named before. */
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

/** A name without a separator counts only where the line begins with it: the rest is prose. */
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

/** After a separator the words that HGS may not have told us yet are taken too: they must be shown, not lost. */
function isAccepted(field: ClientField, value: string, hasSeparator: boolean): boolean {
  return isPlausible(field, value) || (hasSeparator && /^Attestation(Status|Substatus)$/.test(field));
}

/** A field that this host has said already is another host's, or another output. */
function keep({ hosts }: ListReading, field: ClientField, value: string, line: number): void {
  let current = hosts.at(-1);
  if (current === undefined || current.fields.has(field)) {
    current = { name: null, fields: new Map(), lines: [] };
    hosts.push(current);
  }
  current.fields.set(field, value);
  current.lines.push(line);
}

/** A value that goes on in the next line, or stands there alone. Where nobody understands that line, the property is unread. */
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

/** Signs below an empty value stand for an answer, but for the line that a page or a table draws there. */
const isSignAlone = (text: string): boolean =>
  !SAYS_SOMETHING.test(text) && !/^[\s|+:]*([-=_*~─━])\1\1/.test(text);

const indentOf = (part: string): number => part.length - part.trimStart().length;

/** A console cuts long values where its window ends, inside of a word too. */
function join(field: ClientField, before: string, next: string): string {
  const tight = `${before}${next}`;
  if (field !== 'AttestationSubstatus' || before === '') return tight;
  const isWhole = readSubstatus(tight).every((check) => check.recognised);
  const spaced = `${before} ${next}`;
  return isWhole && !readSubstatus(spaced).every((check) => check.recognised) ? tight : spaced;
}

/** Takes off the quotes, commas and brackets that JSON and PowerShell put around values. */
function bare(value: string): string {
  const trimmed = value.trim();
  const quoted = /^"([^"]*)"/.exec(trimmed)?.[1];
  const opened = (quoted ?? trimmed).replace(/^[\s"'{[(]+/, '');
  const closed = withoutEnd(opened, ' "\'}]),;|');
  // A bracket that the value opens itself is its own.
  const own = closed.includes('(') && opened.startsWith(`${closed})`) ? `${closed})` : closed;
  return own.replace(/^null$/i, '');
}
