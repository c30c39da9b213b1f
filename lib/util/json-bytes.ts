// JSON that is walked as bytes, without being parsed. Only where values begin and end is found out: whether they
// are JSON is for whoever parses them, before or after.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

export function afterSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isSpace(bytes[at])) at += 1;
  return at;
}

function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at += 1) {
    if (bytes[at] === QUOTE) return at + 1;
    if (bytes[at] === BACKSLASH) at += 1;
  }
  return -1;
}

function endOfScalar(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || isSpace(byte)) return at;
  }
  return bytes.length;
}

/** One past the value that begins at `start`; -1 where it does not end or nests deeper than `depthAtMost`. */
export function endOfValue(bytes: Uint8Array, start: number, depthAtMost: number): number {
  const first = bytes[start];
  if (first === QUOTE) return endOfString(bytes, start);
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return endOfScalar(bytes, start);
  let depth = 0;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = endOfString(bytes, at) - 1;
      if (at < 0) return -1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
      if (depth > depthAtMost) return -1;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** The range of a value, from its first byte to one past its last. */
export type ByteRange = { start: number; end: number };

type Member = ByteRange & { key: string };

/**
 * Where the values of the object that begins at `start` lie, in bytes that are known to be JSON. Null where that
 * cannot be told plainly: a key that is escaped or not ASCII, or that comes twice. `endOf` says where a value ends, or
 * -1, for whoever looks into one of them on the way: a body of 8 MiB is walked once.
 */
export function membersAt(
  bytes: Buffer,
  start: number,
  endOf: (key: string, start: number) => number = (_key, at) =>
    endOfValue(bytes, at, Number.POSITIVE_INFINITY),
): Member[] | null {
  const members: Member[] = [];
  const keys = new Set<string>();
  let at = afterSpace(bytes, start + 1);
  while (bytes[at] === QUOTE) {
    const afterKey = endOfString(bytes, at);
    const key = bytes.toString('latin1', at + 1, afterKey - 1);
    if (!/^[\x20-\x5b\x5d-\x7e]*$/.test(key) || keys.has(key)) return null;
    keys.add(key);
    const colon = afterSpace(bytes, afterKey);
    if (bytes[colon] !== COLON) return null;
    const begin = afterSpace(bytes, colon + 1);
    const end = endOf(key, begin);
    if (end < 0) return null;
    members.push({ key, start: begin, end });
    at = afterSpace(bytes, end);
    if (bytes[at] === COMMA) at = afterSpace(bytes, at + 1);
  }
  return members;
}

/**
 * Where the first elements of the list that begins at `start` lie, `most` at most, and one past the list; -1 for that
 * where it has more of them. Null where this cannot be told, or where one nests deeper than `depth`.
 */
export function elementsAt(
  bytes: Buffer,
  start: number,
  { depth, most }: { depth: number; most: number },
): { spans: ByteRange[]; end: number } | null {
  const spans: ByteRange[] = [];
  let at = afterSpace(bytes, start + 1);
  if (bytes[at] === CLOSE_BRACKET) return { spans, end: at + 1 };
  while (spans.length < most) {
    const end = endOfValue(bytes, at, depth);
    if (end <= at) return null;
    spans.push({ start: at, end });
    const next = afterSpace(bytes, end);
    if (bytes[next] === CLOSE_BRACKET) return { spans, end: next + 1 };
    if (bytes[next] !== COMMA) return null;
    at = afterSpace(bytes, next + 1);
  }
  return { spans, end: -1 };
}
