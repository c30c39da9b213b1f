import type { HostRow } from '@/lib/contracts/fleet';
import type { DataRows } from '@/lib/server/db/data-rows';
import { FIELD, type HostBlock } from '@/lib/server/db/fleet/answers/export-rows';
import type { SharedWords } from '@/lib/server/db/fleet/columns';
import { visibleText } from '@/lib/util/visible-text';
import { type CellValue, startsFormula, textOf } from './cell-value';
import { CsvBytes } from './csv-bytes';
import { COLUMNS, secondsOf, sharedRow } from './internal';

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';
/** Most texts are of these alone, and need no care. */
const PLAIN = /^[\w.:/ ][\w.:/ -]*$/;

/** Text from a host stays text: a leading apostrophe is what spreadsheets themselves use for that. */
const neutralised = (text: string) => (startsFormula(text) ? `'${text}` : text);

/**
 * RFC 4180. French spreadsheets read `;`, so fields that hold either separator are quoted in both. What a terminal
 * would obey or a spreadsheet hide is shown as a mark, as on the screen.
 */
export function csvField(value: CellValue): string {
  // A number is ours, and a negative one is no formula.
  if (typeof value === 'number') return String(value);
  const text = textOf(value);
  if (PLAIN.test(text)) return text;
  const field = neutralised(visibleText(text));
  return /[,;"]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** Writes one field of the row that a block has come to. */
type WriteField = (out: CsvBytes, rows: DataRows) => void;

/** What needs neither quotes nor marks is copied as it came. */
const withCare =
  (field: number): WriteField =>
  (out, rows) => {
    if (out.copySafe(rows.bytes, rows.startOf(field), rows.endOf(field))) return;
    out.text(csvField(rows.text(field)));
  };

const asTime =
  (field: number): WriteField =>
  (out, rows) => {
    const ms = rows.time(field);
    if (ms !== null) out.time(ms);
  };

const asNumber =
  (field: number, of: (value: number) => number | null = (value) => value): WriteField =>
  (out, rows) => {
    const value = rows.integer(field);
    if (value !== null) out.ascii(csvField(of(value)));
  };

/** The fields that each host has to itself; all others are those of its group. */
const OWN: Readonly<Partial<Record<keyof HostRow, WriteField>>> = {
  id: (out, rows) => out.uuid(rows.bytes, rows.startOf(FIELD.id)),
  hostname: withCare(FIELD.hostname),
  fqdn: withCare(FIELD.fqdn),
  since: asTime(FIELD.since),
  lastObservedAt: asTime(FIELD.lastObservedAt),
  clockOffsetSeconds: asNumber(FIELD.clockOffsetMs, secondsOf),
  shieldedVms: asNumber(FIELD.shieldedVms),
};
const OWN_FIELDS = COLUMNS.flatMap((column) => OWN[column] ?? []);

/** Forgotten beyond so many, so that a fleet of which no two hosts are equal takes no more memory. */
const MOST_KNOWN = 20_000;

/** A line without its own fields: `bytes`, and where in them each of these belongs. */
type Frame = { bytes: Uint8Array; gaps: readonly number[] };

function frameOf(shared: SharedWords, delimiter: string): Frame {
  const row = sharedRow(shared);
  const gaps: number[] = [];
  let text = '';
  for (const [index, column] of COLUMNS.entries()) {
    if (index > 0) text += delimiter;
    if (OWN[column]) gaps.push(Buffer.byteLength(text));
    else text += csvField(row[column]);
  }
  return { bytes: Buffer.from(`${text}${LINE_END}`), gaps };
}

function writeLine(out: CsvBytes, rows: DataRows, { bytes, gaps }: Frame): void {
  let from = 0;
  for (let index = 0; index < gaps.length; index += 1) {
    const gap = gaps[index] ?? 0;
    out.copy(bytes, from, gap);
    OWN_FIELDS[index]?.(out, rows);
    from = gap;
  }
  out.copy(bytes, from, bytes.length);
}

/** Room for the lines of most blocks. */
const FIRST_CAPACITY = 192 * 1024;

function linesOf(delimiter: string): (block: HostBlock) => Buffer {
  const known = new Map<number | string, Frame>();
  const learn = (key: number | string, shared: SharedWords): Frame => {
    if (known.size > MOST_KNOWN) known.clear();
    const frame = frameOf(shared, delimiter);
    known.set(key, frame);
    return frame;
  };
  return ({ rows, sharedOf }) => {
    const out = new CsvBytes(FIRST_CAPACITY);
    while (rows.next()) {
      const group = rows.integer(FIELD.group);
      const words = group === null ? rows.text(FIELD.words) : null;
      const key = group ?? words ?? '';
      writeLine(out, rows, known.get(key) ?? learn(key, sharedOf(group, words)));
    }
    return out.written();
  };
}

export async function* csvOf(
  lang: 'en' | 'fr',
  blocks: AsyncIterable<HostBlock>,
): AsyncGenerator<string | Buffer> {
  const delimiter = lang === 'fr' ? ';' : ',';
  const lines = linesOf(delimiter);
  yield `${BYTE_ORDER_MARK}${COLUMNS.join(delimiter)}${LINE_END}`;
  for await (const block of blocks) yield lines(block);
}
