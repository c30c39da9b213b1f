import type { HostRow } from '@/lib/contracts/fleet';
import type { FiledHost } from '@/lib/server/db/fleet/batches';
import { visibleText } from '@/lib/util/visible-text';
import { type CellValue, startsFormula, textOf } from './cell-value';
import { COLUMNS, filedRow, secondsOf } from './internal';

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

const numberText = (value: number | null) => (value === null ? '' : String(value));

/** The fields that each host has to itself, as its line has them; all others are those of its group. */
const OWN: Readonly<Partial<Record<keyof HostRow, (host: FiledHost) => string>>> = {
  id: ({ id }) => id,
  hostname: ({ hostname }) => csvField(hostname),
  fqdn: ({ fqdn }) => csvField(fqdn),
  since: ({ since }) => since,
  lastObservedAt: ({ lastObservedAt }) => lastObservedAt ?? '',
  clockOffsetSeconds: ({ clockOffsetMs }) => numberText(secondsOf(clockOffsetMs)),
  shieldedVms: ({ shieldedVms }) => numberText(shieldedVms),
};
const OWN_FIELDS = COLUMNS.flatMap((column) => OWN[column] ?? []);

/** Forgotten beyond so many, so that a fleet of which no two hosts are equal takes no more memory. */
const MOST_KNOWN = 20_000;

/** A line without its own fields: what stands before the first, and behind each. */
type Frame = { before: string; behind: readonly string[] };

function frameOf(host: FiledHost, delimiter: string): Frame {
  const row = filedRow(host);
  const pieces = [''];
  const append = (text: string) => pieces.push(`${pieces.pop()}${text}`);
  for (const [index, column] of COLUMNS.entries()) {
    if (index > 0) append(delimiter);
    if (OWN[column]) pieces.push('');
    else append(csvField(row[column]));
  }
  append(LINE_END);
  const [before = '', ...behind] = pieces;
  return { before, behind };
}

function lineWriter(delimiter: string) {
  const known = new Map<FiledHost['shared'], Frame>();
  const learn = (host: FiledHost): Frame => {
    if (known.size > MOST_KNOWN) known.clear();
    const frame = frameOf(host, delimiter);
    known.set(host.shared, frame);
    return frame;
  };
  return (host: FiledHost): string => {
    const { before, behind } = known.get(host.shared) ?? learn(host);
    let line = before;
    for (let index = 0; index < behind.length; index += 1)
      line += `${OWN_FIELDS[index]?.(host)}${behind[index]}`;
    return line;
  };
}

export async function* csvOf(
  lang: 'en' | 'fr',
  batches: AsyncIterable<readonly FiledHost[]>,
): AsyncGenerator<string> {
  const delimiter = lang === 'fr' ? ';' : ',';
  const toLine = lineWriter(delimiter);
  yield `${BYTE_ORDER_MARK}${COLUMNS.join(delimiter)}${LINE_END}`;
  for await (const hosts of batches) yield hosts.reduce((text, host) => text + toLine(host), '');
}
