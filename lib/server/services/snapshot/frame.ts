import { VOLATILE_PATHS } from '@/lib/contracts/volatile-paths';
import { canonicalJson, canonicalJsonParted, type Paths } from '@/lib/util/canonical-json';
import { isRecord } from '@/lib/util/guards';
import { endOfValue, type Member, membersAt } from '@/lib/util/json-bytes';

// Most items differ from their host's last one in what is volatile alone. A frame is such an item's bytes with
// slots where the volatile values were: what fits it byte by byte says the same as it, and need not be parsed,
// put into canonical form and digested again (docs/decisions/ingest-frames.md).

type Slot = { path: string; start: number; end: number };

export type Frame = {
  bytes: Buffer;
  /** In the order of the bytes. */
  slots: readonly Slot[];
  /** The canonical text of what is volatile, cut where the slots' values go, and their paths. */
  within: { texts: readonly string[]; paths: readonly string[] };
};

/** What fits a frame: JSON texts by path, and one past its last byte. */
export type Fit = { values: ReadonlyMap<string, string>; end: number };

/** A value that may stand in a slot: its canonical text is itself, or made from it without reading the rest. */
const PLAIN_TEXT_CHARS = 100;
const PLAIN_OTHER = /^(?:-?(?:0|[1-9]\d{0,20})(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?|true|false|null)$/;

/** A list is read for itself: short, so that no text in it is over the limit, and flat, so that it nests as deep as it may. */
const MOST_LIST_BYTES = 8_000;
const MOST_LIST_DEPTH = 4;
const PRINTABLE = /^[\x20-\x7e]*$/;

function listAt(bytes: Buffer, start: number): string | null {
  const end = endOfValue(bytes, start, MOST_LIST_DEPTH);
  if (end < 0 || end - start > MOST_LIST_BYTES) return null;
  const text = bytes.toString('latin1', start, end);
  if (!PRINTABLE.test(text)) return null;
  try {
    JSON.parse(text);
    return text;
  } catch {
    return null; // Whoever reads it in full says what is wrong with it.
  }
}

/** One past a text of printable ASCII without escapes, or past what a number or word can hold; -1 for all else. */
function endOfPlain(bytes: Buffer, start: number): number {
  const isText = bytes[start] === 0x22;
  const last = Math.min(bytes.length, start + PLAIN_TEXT_CHARS);
  for (let at = start + 1; at < last; at += 1) {
    const byte = bytes[at] ?? 0;
    if (isText) {
      if (byte === 0x22) return at + 1;
      if (byte < 0x20 || byte > 0x7e || byte === 0x5c) return -1;
    } else if (byte === 0x2c || byte === 0x7d || byte <= 0x20) return at;
  }
  return -1;
}

function plainAt(bytes: Buffer, start: number): string | null {
  if (bytes[start] === 0x5b) return listAt(bytes, start);
  const end = endOfPlain(bytes, start);
  if (end < 0) return null;
  const text = bytes.toString('latin1', start, end);
  return text.startsWith('"') || PLAIN_OTHER.test(text) ? text : null;
}

/** Null where the bytes do not say plainly where a volatile value is, or where it is not a plain one. */
function slotsAt(bytes: Buffer, start: number, paths: Paths, above: string): Slot[] | null {
  const members = membersAt(bytes, start);
  if (members === null) return null;
  const slots: Slot[] = [];
  for (const member of members) {
    const found = slotsOf(bytes, member, Object.hasOwn(paths, member.key) ? paths[member.key] : {}, above);
    if (found === null) return null;
    slots.push(...found);
  }
  return slots;
}

function slotsOf(
  bytes: Buffer,
  { key, start, end }: Member,
  below: Paths | true | undefined,
  above: string,
): Slot[] | null {
  const path = `${above}/${key}`;
  if (below === true) return plainAt(bytes, start) === null ? null : [{ path, start, end }];
  const goesOn = below !== undefined && Object.keys(below).length > 0 && bytes[start] === 0x7b;
  return goesOn ? slotsAt(bytes, start, below, path) : [];
}

/** `value` with each volatile value replaced by its path, between characters that JSON escapes. */
function marked(value: unknown, paths: Paths, above: string): unknown {
  if (!isRecord(value)) return value;
  const members = Object.entries(value).map(([key, inner]) => {
    const below = Object.hasOwn(paths, key) ? paths[key] : undefined;
    const path = `${above}/${key}`;
    if (below === undefined) return [key, inner] as const;
    return [key, below === true ? `\0${path}\0` : marked(inner, below, path)] as const;
  });
  return Object.fromEntries(members);
}

/** `bytes` are the JSON of `item`, whose sequence is compared beside it and no part of the canonical text. */
export function makeFrame(bytes: Buffer, { sequence: _, ...others }: Record<string, unknown>): Frame | null {
  const slots = slotsAt(bytes, 0, VOLATILE_PATHS, '');
  if (slots === null) return null;
  const { within } = canonicalJsonParted(marked(others, VOLATILE_PATHS, ''), VOLATILE_PATHS);
  const parts = within.split(/"\\u0000([^"\\]*)\\u0000"/);
  const texts = parts.filter((_part, index) => index % 2 === 0);
  const inside = parts.filter((_part, index) => index % 2 === 1);
  // A copy: the request's own bytes are not kept for it.
  return { bytes: Buffer.from(bytes), slots, within: { texts, paths: inside } };
}

/** Whether what begins at `start` fits, and with which values. */
export function fitTo(frame: Frame, bytes: Buffer, start: number): Fit | null {
  const values = new Map<string, string>();
  let at = start;
  let from = 0;
  for (const slot of frame.slots) {
    if (!isEqual(frame.bytes, from, slot.start, bytes, at)) return null;
    at += slot.start - from;
    const text = plainAt(bytes, at);
    if (text === null) return null;
    values.set(slot.path, text);
    at += text.length;
    from = slot.end;
  }
  if (!isEqual(frame.bytes, from, frame.bytes.length, bytes, at)) return null;
  return { values, end: at + frame.bytes.length - from };
}

function isEqual(frame: Buffer, from: number, to: number, bytes: Buffer, at: number): boolean {
  const end = at + to - from;
  return end <= bytes.length && bytes.compare(frame, from, to, at, end) === 0;
}

const canonicalOf = (text: string) => (text.startsWith('"') ? text : canonicalJson(JSON.parse(text)));

/** The canonical text of what is volatile. */
export function withinOf({ within: { texts, paths } }: Frame, { values }: Fit): string {
  return paths.reduce(
    (before, path, index) => `${before}${canonicalOf(values.get(path) ?? 'null')}${texts[index + 1]}`,
    texts[0] ?? '',
  );
}

/** The JSON of the item that fitted. */
export function filled({ bytes, slots }: Frame, { values }: Fit): string {
  let text = '';
  let from = 0;
  for (const { path, start, end } of slots) {
    text += bytes.toString('utf8', from, start) + values.get(path);
    from = end;
  }
  return text + bytes.toString('utf8', from);
}
