import { createHash } from 'node:crypto';

/**
 * A PDF that vouches for itself. Its first object is an attached file, `content.json`, of a fixed length that nothing
 * compresses: the slot. All other bytes are made first; their digest goes, signed, into the slot. So nothing that is
 * signed covers itself, and whoever holds the file alone can check it: `head -c START` and `tail -c +AFTER` give the
 * bytes that are digested.
 *
 * The slot is where the file's first stream is, which is within bytes that are digested: it cannot be moved, and there
 * is no second place to look at.
 */
export const CONTENT_SLOT_BYTES = 16_384;
export const CONTENT_SLOT_NAME = 'content.json';

const SPACE = 0x20;
const STREAM = Buffer.from('\nstream\n', 'latin1');
const STREAM_END = Buffer.from('\nendstream\nendobj\n', 'latin1');
/** More than the head of the file and of its first object take. */
const HEAD_BYTES = 512;
const HEAD = new RegExp(
  `^%PDF-1\\.7\\n%[\\x80-\\xff]{4}\\n\\d+ 0 obj\\n<<[^>]*?/Type /EmbeddedFile\\n[\\s\\S]*?/Length ${CONTENT_SLOT_BYTES}\\n>>\\nstream\\n$`,
);

type SlotPlace = { start: number; length: number };

/** JSON may end in spaces, so that what is unused is no harm to who reads the attached file. */
export const emptySlot = () => Buffer.alloc(CONTENT_SLOT_BYTES, SPACE);

/** Where the slot is; undefined where this is no PDF with one. */
function placeOf(pdf: Uint8Array): SlotPlace | undefined {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const at = bytes.subarray(0, HEAD_BYTES).indexOf(STREAM);
  if (at < 0) return undefined;
  const start = at + STREAM.length;
  const end = start + CONTENT_SLOT_BYTES;
  if (!HEAD.test(bytes.subarray(0, start).toString('latin1'))) return undefined;
  if (!bytes.subarray(end, end + STREAM_END.length).equals(STREAM_END)) return undefined;
  return { start, length: CONTENT_SLOT_BYTES };
}

/** Of the bytes before and after the slot, one after the other. */
function digestOutside(pdf: Uint8Array, { start, length }: SlotPlace): string {
  const hash = createHash('sha256').update(pdf.subarray(0, start));
  return hash.update(pdf.subarray(start + length)).digest('hex');
}

type ContentSlot = SlotPlace & {
  /** What stands in the slot without the spaces that fill it; empty before it is filled. */
  content: Uint8Array;
  /** SHA-256, in hex, of all bytes outside the slot. */
  outsideSha256: string;
};

export function readContentSlot(pdf: Uint8Array): ContentSlot | undefined {
  const place = placeOf(pdf);
  if (place === undefined) return undefined;
  const slot = pdf.subarray(place.start, place.start + place.length);
  let used = slot.length;
  while (used > 0 && slot[used - 1] === SPACE) used -= 1;
  return { ...place, content: slot.subarray(0, used), outsideSha256: digestOutside(pdf, place) };
}

/** The same PDF with this in its slot. What is outside stays as it is, to the byte. */
export function fillContentSlot(pdf: Uint8Array, content: Uint8Array): Uint8Array {
  const place = placeOf(pdf);
  if (place === undefined) throw new Error('This PDF has no slot for content.json');
  if (content.length > place.length)
    throw new Error(`content.json has ${content.length} bytes, and its slot ${place.length}`);
  if (content[content.length - 1] === SPACE) throw new Error('content.json may not end in a space');
  const filled = Uint8Array.from(pdf);
  filled.fill(SPACE, place.start, place.start + place.length);
  filled.set(content, place.start);
  return filled;
}
