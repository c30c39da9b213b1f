import { isFactName } from '@/lib/domain/facts';
import { isRecord } from '@/lib/util/guards';
import { ownValues } from '@/lib/util/own-values';
import { cleanLine, withoutEnd } from './clean-line';
import { parseJson } from './read-json';

export type SelfTestReading = {
  understood: { field: string; value: string }[];
  /** The lines that said something, by index. */
  used: Set<number>;
};

/** What Test-GuardedFabricHost says beside what HGS says. */
const FIELDS = [
  'HgsClientError',
  'MachineId',
  'AgentVersion',
  'PowerShell',
  'LanguageMode',
  'DurationMs',
  'Enrolled',
] as const;

const BY_LOWER: ReadonlyMap<string, string> = new Map(FIELDS.map((field) => [field.toLowerCase(), field]));

/** Only the self-test has these: without one of them "PowerShell: …" is prose. */
const ANCHOR = /^\s*["']?(HgsClientFound|Collectors)["']?\s*[:=]/i;

const NAMED = /^\s*(\w{1,40})\s*[:=]\s*(.*)$/;
const TABLE_HEADER = /^\s*Name\s+Status\s+Reason\s*$/i;
const TABLE_ROW = /^\s*(\w{1,40})\s+(ok|unavailable|failed)\b\s*(.*)$/i;

/** As Windows PowerShell and its successor print a list inside of a list; `…` or `...` where they cut it. */
const LISTED = /@\{\s*Name=(\w{1,40});\s*Status=(\w{1,20})(?:;\s*Reason=([^}]{0,500}))?\}/gi;

const LIST_END = /(\}\}|…\}|\.\.\.\}|\{\})\s*$/;

/** No console wraps a longer value. */
const MAX_LIST_LINES = 200;

export function readSelfTest(text: string, lines: readonly string[]): SelfTestReading {
  return readJsonForm(text, lines) ?? readTextForm(lines);
}

function readJsonForm(text: string, lines: readonly string[]): SelfTestReading | null {
  if (!/"Collectors"\s*:/.test(text)) return null;
  const value = parseJson(text);
  const object = Array.isArray(value) ? value[0] : value;
  if (!isRecord(object)) return null;
  const members = ownValues(object);
  const collectors = members.get('Collectors');
  if (!Array.isArray(collectors)) return null;
  const understood = FIELDS.flatMap((field) => saidOf(field, members.get(field)));
  for (const collector of ownValues(collectors).values()) {
    const parts = isRecord(collector) ? ownValues(collector) : new Map<string, unknown>();
    const [name, status, reason] = ['Name', 'Status', 'Reason'].map((key) => textOf(parts.get(key)));
    if (name && status) understood.push(collected(name, status, reason ?? ''));
  }
  return { understood, used: jsonLines(lines) };
}

/** From the line that opens the object to the one that ends it. */
function jsonLines(lines: readonly string[]): Set<number> {
  const first = lines.findIndex((line) => /^\s*[[{]/.test(line));
  const last = lines.findLastIndex((line) => /[\]}]\s*$/.test(line));
  return new Set([...lines.keys()].slice(first, last + 1));
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

function saidOf(field: string, value: unknown): SelfTestReading['understood'] {
  const text = textOf(value);
  return text === null || text === '' ? [] : [{ field, value: text }];
}

const collected = (name: string, status: string, reason: string) => ({
  field: name,
  value: reason.trim() === '' ? status : `${status}: ${reason.trim()}`,
});

function readTextForm(lines: readonly string[]): SelfTestReading {
  const reading: SelfTestReading = { understood: [], used: new Set() };
  const shown = lines.map((line) => cleanLine(line).join(' '));
  const isSelfTest = shown.some((line) => ANCHOR.test(line));
  /** Of the table that is open: its header and dashes, used once a row follows. */
  let heading: number[] | null = null;
  for (const [index, line] of shown.entries()) {
    if (TABLE_HEADER.test(line)) heading = [index];
    else if (heading !== null) heading = readRow(reading, heading, index, line);
    else if (isSelfTest) readField(reading, index, shown);
  }
  return reading;
}

/** A row, or the dashes above the first one; anything else ends the table, but for blank lines. */
function readRow(reading: SelfTestReading, heading: number[], index: number, line: string): number[] | null {
  if (line.trim() === '') return heading;
  if (/^[\s-]+$/.test(line)) return [...heading, index];
  const [, name, status, reason] = TABLE_ROW.exec(line) ?? [];
  if (name === undefined || status === undefined || !isFactName(name)) return null;
  reading.understood.push(collected(name, status, reason ?? ''));
  for (const used of [...heading, index]) reading.used.add(used);
  return [];
}

function readField(reading: SelfTestReading, index: number, lines: readonly string[]): void {
  const [, name, value] = NAMED.exec(lines[index] ?? '') ?? [];
  if (name === undefined || value === undefined) return;
  if (name.toLowerCase() === 'collectors') readCollectors(reading, index, lines);
  const field = BY_LOWER.get(name.toLowerCase());
  if (field === undefined) return;
  reading.used.add(index);
  const said = withoutEnd(value, ' ,').replace(/^"(.*)"$/, '$1');
  if (said !== '' && said !== 'null') reading.understood.push({ field, value: said });
}

/** The list goes on in the lines below, wrapped where the console ended, to its closing bracket. */
function readCollectors(reading: SelfTestReading, first: number, lines: readonly string[]): void {
  const parts: string[] = [];
  for (const line of lines.slice(first, first + MAX_LIST_LINES)) {
    if (parts.length > 0 && (line.trim() === '' || /^\w+\s*:/.test(line))) break;
    parts.push(parts.length === 0 ? line : line.trimStart());
    if (LIST_END.test(line)) break;
  }
  const listed = [...parts.join('').matchAll(LISTED)];
  for (const [, name = '', status = '', reason = ''] of listed)
    reading.understood.push(collected(name, status, reason));
  if (listed.length > 0) for (const offset of parts.keys()) reading.used.add(first + offset);
}
