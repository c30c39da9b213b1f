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

const SPACE = 0x20;
const STREAM = '\nstream\n';
const STREAM_END = '\nendstream\nendobj\n';
/** More than the head of the file and of its first object take. */
const HEAD_BYTES = 512;
const HEAD = new RegExp(
  `^%PDF-1\\.7\\n%[\\x80-\\xff]{4}\\n\\d+ 0 obj\\n<<[^>]*?/Type /EmbeddedFile\\n[\\s\\S]*?/Length ${CONTENT_SLOT_BYTES}\\n>>\\nstream\\n$`,
);

export type SlotPlace = { start: number; length: number };

/** Each byte as the character of its number. */
const characters = (bytes: Uint8Array) => String.fromCharCode(...bytes);

/** Where the slot is; undefined where this is no PDF with one. */
export function slotPlaceOf(pdf: Uint8Array): SlotPlace | undefined {
  const at = characters(pdf.subarray(0, HEAD_BYTES)).indexOf(STREAM);
  if (at < 0) return undefined;
  const start = at + STREAM.length;
  const end = start + CONTENT_SLOT_BYTES;
  if (!HEAD.test(characters(pdf.subarray(0, start)))) return undefined;
  if (characters(pdf.subarray(end, end + STREAM_END.length)) !== STREAM_END) return undefined;
  return { start, length: CONTENT_SLOT_BYTES };
}

/** What stands in the slot without the spaces that fill it; empty before it is filled. */
export function slotContent(pdf: Uint8Array, { start, length }: SlotPlace): Uint8Array {
  const slot = pdf.subarray(start, start + length);
  let used = slot.length;
  while (used > 0 && slot[used - 1] === SPACE) used -= 1;
  return slot.subarray(0, used);
}
