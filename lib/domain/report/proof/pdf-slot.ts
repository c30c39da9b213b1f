/**
 * A PDF that contains its own proof. Its first object is an attached file, `content.json`, of a fixed length
 * and uncompressed: the slot. All other bytes are made first; their digest goes, signed, into the slot. So
 * the signature does not cover itself, and the file alone is enough to check it: `head -c START` and `tail -c
 * +AFTER` give the digested bytes.
 *
 * The slot is the file's first stream, and the digested bytes before it include its place: it cannot be
 * moved, and there is no second place to look at.
 */
export const CONTENT_SLOT_BYTES = 16_384;

const SPACE = 0x20;
const STREAM = '\nstream\n';
const STREAM_END = '\nendstream\nendobj\n';
/** More than the head of the file and of its first object need. */
const HEAD_BYTES = 512;
const HEAD = new RegExp(
  `^%PDF-1\\.7\\n%[\\x80-\\xff]{4}\\n\\d+ 0 obj\\n<<[^>]*?/Type /EmbeddedFile\\n[\\s\\S]*?/Length ${CONTENT_SLOT_BYTES}\\n>>\\nstream\\n$`,
);

export type SlotPlace = { start: number; length: number };

/** Each byte as the character with its number. */
const characters = (bytes: Uint8Array) => String.fromCharCode(...bytes);

/** The place of the slot; undefined if this is not a PDF with one. */
export function slotPlaceOf(pdf: Uint8Array): SlotPlace | undefined {
  const at = characters(pdf.subarray(0, HEAD_BYTES)).indexOf(STREAM);
  if (at < 0) return undefined;
  const start = at + STREAM.length;
  const end = start + CONTENT_SLOT_BYTES;
  if (!HEAD.test(characters(pdf.subarray(0, start)))) return undefined;
  if (characters(pdf.subarray(end, end + STREAM_END.length)) !== STREAM_END) return undefined;
  return { start, length: CONTENT_SLOT_BYTES };
}

/** The content of the slot without the padding; empty before it is filled. */
export function slotContent(pdf: Uint8Array, { start, length }: SlotPlace): Uint8Array {
  const slot = pdf.subarray(start, start + length);
  let used = slot.length;
  while (used > 0 && slot[used - 1] === SPACE) used -= 1;
  return slot.subarray(0, used);
}
