import { isFactName } from '@/lib/domain/facts';
import { isRecord } from '@/lib/util/guards';
import { ownValues } from '@/lib/util/own-values';
import { cleanLines, withoutEnd } from './clean-line';
import { jsonDocuments } from './json-documents';

export type SelfTestReading = {
  understood: { field: string; value: string }[];
  /** Why the agent could not read the HGS client. */
  readError: string | null;
  /** Whether PowerShell printed only the first few collectors, and nothing else in the text names the others. */
  isCut: boolean;
  /** The indexes of the lines that were understood. */
  used: Set<number>;
};

/** What Test-GuardedFabricHost says in addition to HGS. */
const FIELDS = [
  'HgsClientReturns',
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

/**
 * The format in which Windows PowerShell and its successor print a list inside a list; `…` or `...` where
 * they cut it.
 */
const LISTED = /@\{\s*Name=(\w{1,40});\s*Status=(\w{1,20})(?:;\s*Reason=([^}]{0,500}))?\}/gi;

const LIST_CUT = /(…|\.\.\.)\}\s*$/;
const LIST_END = /(\}\}|…\}|\.\.\.\}|\{\})\s*$/;

/** No console wraps a longer value. */
const MAX_LIST_LINES = 200;

/** The value of the property of each collector. */
const COLLECTED = /^(ok|unavailable|failed)(?:: *(.*))?$/i;

export function readSelfTest(text: string, lines: readonly string[]): SelfTestReading {
  const { isCut = false, ...found } = readJsonForm(text, lines) ?? readTextForm(lines);
  const readError = found.understood.find(({ field }) => field === 'HgsClientError')?.value ?? null;
  return { ...found, isCut, readError };
}

type Reading = Pick<SelfTestReading, 'understood' | 'used'> & { isCut?: boolean };

function readJsonForm(text: string, lines: readonly string[]): Reading | null {
  if (!/"Collectors"\s*:/.test(text)) return null;
  const objects = jsonDocuments(text).flatMap(({ value }) => (Array.isArray(value) ? value : [value]));
  const object = objects.filter(isRecord).find((candidate) => ownValues(candidate).has('Collectors'));
  if (object === undefined) return null;
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

/** The lines from the opening line of the object to its closing line. */
function jsonLines(lines: readonly string[]): Set<number> {
  const first = lines.findIndex((line) => /^\s*[[{]/.test(line));
  const last = lines.findLastIndex((line) => /[\]}]\s*$/.test(line));
  return new Set([...lines.keys()].slice(first, last + 1));
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

function saidOf(field: string, value: unknown): Reading['understood'] {
  const text = textOf(value);
  return text === null || text === '' ? [] : [{ field, value: text }];
}

const collected = (name: string, status: string, reason: string) => ({
  field: name,
  value: reason.trim() === '' ? status : `${status}: ${reason.trim()}`,
});

type TextForm = {
  lines: readonly string[];
  /** The width at which the console cut: only a cut line is that long. */
  width: number;
  reading: Reading;
  /** Whether each collector is also printed outside the list, which may be cut. */
  isWhole: boolean;
};

function readTextForm(raw: readonly string[]): Reading {
  const lines = cleanLines(raw).map((parts) => parts.join(' '));
  const form: TextForm = {
    lines,
    width: widthOf(lines),
    reading: { understood: [], used: new Set() },
    isWhole: false,
  };
  const isSelfTest = lines.some((line) => ANCHOR.test(line));
  /** The header and dashes of the open table, used once a row follows. */
  let heading: number[] | null = null;
  for (const [index, line] of lines.entries()) {
    if (form.reading.used.has(index)) continue;
    if (TABLE_HEADER.test(line)) heading = [index];
    else if (heading !== null) heading = readRow(form, heading, index, line);
    else if (isSelfTest) readField(form, index);
  }
  return form.isWhole ? { ...form.reading, isCut: false } : form.reading;
}

/** Reads a row, or the dashes above the first one. Any other line except a blank one ends the table. */
function readRow(form: TextForm, heading: number[], index: number, line: string): number[] | null {
  if (line.trim() === '') return heading;
  if (/^[\s-]+$/.test(line)) return [...heading, index];
  const [, name, status, reason] = TABLE_ROW.exec(line) ?? [];
  if (name === undefined || status === undefined || !isFactName(name)) return null;
  form.reading.understood.push(collected(name, status, reason ?? ''));
  form.isWhole = true;
  for (const used of [...heading, index]) form.reading.used.add(used);
  return [];
}

function readField(form: TextForm, index: number): void {
  const [, name, value] = NAMED.exec(form.lines[index] ?? '') ?? [];
  if (name === undefined || value === undefined) return;
  const field = BY_LOWER.get(name.toLowerCase());
  if (name.toLowerCase() === 'collectors') readCollectors(form, index);
  else if (isFactName(name) && COLLECTED.test(value)) {
    const [, status = '', reason = ''] = COLLECTED.exec(wrappedValue(form, index, value)) ?? [];
    form.reading.understood.push(collected(name, status, reason));
    form.isWhole = true;
  } else if (field !== undefined) {
    const said = wrappedValue(form, index, value);
    if (said !== '' && said !== 'null') form.reading.understood.push({ field, value: said });
  }
}

/** A value continues on the next lines with the same indent; it was cut inside a word or at a space. */
function wrappedValue({ lines, width, reading }: TextForm, first: number, value: string): string {
  const column = (lines[first] ?? '').length - value.length;
  let whole = value;
  reading.used.add(first);
  for (let index = first + 1; index < first + MAX_LIST_LINES && value !== ''; index++) {
    const line = lines[index] ?? '';
    if (line.trim() === '' || indentOf(line) < column - 1) break;
    whole += `${(lines[index - 1] ?? '').length < width ? ' ' : ''}${line.trimStart()}`;
    reading.used.add(index);
  }
  return withoutEnd(whole, ' ,').replace(/^"(.*)"$/, '$1');
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** A wrapped line is indented at least this far, because no name of the self-test is shorter. */
const MIN_INDENT = 10;

function widthOf(lines: readonly string[]): number {
  return lines.reduce((width, line, index) => {
    const next = lines[index + 1] ?? '';
    const isWrapped = next.trim() !== '' && indentOf(next) >= MIN_INDENT;
    return isWrapped ? Math.max(width, line.length) : width;
  }, 0);
}

/** The list continues in the next lines, wrapped at the edge of the console, up to its closing bracket. */
function readCollectors({ lines, reading }: TextForm, first: number): void {
  const parts: string[] = [];
  for (const line of lines.slice(first, first + MAX_LIST_LINES)) {
    if (parts.length > 0 && (line.trim() === '' || /^\w+\s*:/.test(line))) break;
    parts.push(parts.length === 0 ? line : line.trimStart());
    if (LIST_END.test(line)) break;
  }
  const listed = [...parts.join('').matchAll(LISTED)];
  for (const [, name = '', status = '', reason = ''] of listed)
    reading.understood.push(collected(name, status, reason));
  if (listed.length === 0) return;
  reading.isCut = LIST_CUT.test(parts.at(-1) ?? '');
  for (const offset of parts.keys()) reading.used.add(first + offset);
}
