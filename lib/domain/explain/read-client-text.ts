import { readSubstatus } from '@/lib/domain/read-substatus';
import { cleanLine, withoutEnd } from './clean-line';
import { CLIENT_FIELDS, type ClientField, clientField, isPlausible } from './client-fields';
import { readTable } from './read-table';

export type FieldReading = {
  fields: Map<ClientField, string>;
  /** The lines that said something, by index. */
  used: Set<number>;
  /** Fields that a later output in the same text gives another value. */
  disputed: Set<ClientField>;
};

/** Longest first, so that AttestationStatusCode is not read as AttestationStatus and a rest. */
const NAMES = [...CLIENT_FIELDS].sort((a, b) => b.length - a.length).join('|');
const FIELD = new RegExp(`(?<=^|[\\s|,;{("'])(${NAMES})(?![\\p{L}\\p{N}_])["']? *([:=|\\uff1a])? *`, 'giu');

/** No console wraps a longer value. */
const MAX_WRAPPED_CHARS = 2000;

type Found = { field: ClientField; start: number; end: number; hasSeparator: boolean };
type Open = { field: ClientField; line: number; column: number };

/** Reads the client's properties in whatever shape they were copied: list, table, page, Markdown, JSON lines. */
export function readClientText(lines: readonly string[]): FieldReading {
  const reading: FieldReading = { fields: new Map(), used: new Set(), disputed: new Set() };
  let open: Open | null = null;
  for (const [index, line] of lines.entries()) {
    for (const part of cleanLine(line)) {
      const named = findNames(part);
      const isTable = named.length > 1 && readTable({ lines, header: index, reading });
      const found = named.filter((name) => isField(part, name));
      if (!isTable)
        open = found.length > 0 ? take(reading, index, part, found) : goOn(reading, open, index, part);
    }
  }
  return reading;
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

/** Without a separator a name counts only where the line begins with it: the rest is prose. */
function isField(part: string, { start, hasSeparator }: Found): boolean {
  return hasSeparator || part.slice(0, start).trim() === '';
}

function take(reading: FieldReading, line: number, part: string, found: readonly Found[]): Open | null {
  let open: Open | null = null;
  for (const [position, { field, end, hasSeparator }] of found.entries()) {
    const value = bare(part.slice(end, found[position + 1]?.start ?? part.length));
    const isSaid = value === '' || isAccepted(field, value, hasSeparator);
    open = isSaid && keep(reading, field, value, line) ? { field, line, column: end } : null;
  }
  return open;
}

/** After a separator the words that HGS may not have told us yet are taken too: they must be shown, not lost. */
function isAccepted(field: ClientField, value: string, hasSeparator: boolean): boolean {
  return isPlausible(field, value) || (hasSeparator && /^Attestation(Status|Substatus)$/.test(field));
}

/** The first output counts; a second one in the same text is ignored, and shown as such. */
function keep(reading: FieldReading, field: ClientField, value: string, line: number): boolean {
  const known = reading.fields.get(field);
  if (known !== undefined && known !== '' && known !== value) {
    reading.disputed.add(field);
    return false;
  }
  reading.fields.set(field, value);
  reading.used.add(line);
  return true;
}

/** A value that goes on in the next line, or stands there alone. */
function goOn(reading: FieldReading, open: Open | null, line: number, part: string): Open | null {
  const text = bare(part);
  if (open === null || text === '') return reading.fields.get(open?.field ?? 'Mode') === '' ? open : null;
  const before = reading.fields.get(open.field) ?? '';
  if (before.length > MAX_WRAPPED_CHARS) return null;
  const joined = join(open.field, before, text);
  const isIndented = part.length - part.trimStart().length >= open.column - 1;
  const isWrapped = isPlausible(open.field, joined) && (before !== '' || isPlausible(open.field, text));
  if (!isWrapped && !(isIndented && before !== '' && !/[:=]/.test(text))) return null;
  if (before !== '' && !isIndented && open.field.endsWith('Url')) return null;
  reading.fields.set(open.field, joined);
  reading.used.add(line);
  return { ...open, line };
}

/** A console cuts long values where its window ends, inside of a word too. */
function join(field: ClientField, before: string, next: string): string {
  const tight = `${before}${next}`;
  if (field !== 'AttestationSubstatus' || before === '') return tight;
  const isWhole = readSubstatus(tight).every((check) => check.recognised);
  const spaced = `${before} ${next}`;
  return isWhole && !readSubstatus(spaced).every((check) => check.recognised) ? tight : spaced;
}

/** Without the quotes, commas and brackets that JSON and PowerShell put around values. */
function bare(value: string): string {
  const trimmed = value.trim();
  const quoted = /^"([^"]*)"/.exec(trimmed)?.[1];
  const opened = (quoted ?? trimmed).replace(/^[\s"'{[(]+/, '');
  return withoutEnd(opened, ' "\'}]),;|').replace(/^null$/i, '');
}
