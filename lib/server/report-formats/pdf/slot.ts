import { createHash } from 'node:crypto';
import {
  CONTENT_SLOT_BYTES,
  type SlotPlace,
  slotContent,
  slotPlaceOf,
} from '@/lib/domain/report/proof/pdf-slot';

export const CONTENT_SLOT_NAME = 'content.json';

const SPACE = 0x20;

/** JSON may end in spaces, so unused room does not disturb readers of the attached file. */
export const emptySlot = () => Buffer.alloc(CONTENT_SLOT_BYTES, SPACE);

/** The digest of the bytes before and after the slot. */
function digestOutside(pdf: Uint8Array, { start, length }: SlotPlace): string {
  const hash = createHash('sha256').update(pdf.subarray(0, start));
  return hash.update(pdf.subarray(start + length)).digest('hex');
}

type ContentSlot = SlotPlace & {
  /** The content of the slot without padding; empty before it is filled. */
  content: Uint8Array;
  /** SHA-256, in hex, of all bytes outside the slot. */
  outsideSha256: string;
};

export function readContentSlot(pdf: Uint8Array): ContentSlot | undefined {
  const place = slotPlaceOf(pdf);
  if (place === undefined) return undefined;
  return { ...place, content: slotContent(pdf, place), outsideSha256: digestOutside(pdf, place) };
}

/** The same PDF with this content in its slot. All bytes outside stay the same. */
export function fillContentSlot(pdf: Uint8Array, content: Uint8Array): Uint8Array {
  const place = slotPlaceOf(pdf);
  if (place === undefined) throw new Error('This PDF has no slot for content.json');
  if (content.length > place.length)
    throw new Error(`content.json has ${content.length} bytes, and its slot ${place.length}`);
  if (content[content.length - 1] === SPACE) throw new Error('content.json may not end in a space');
  const filled = new Uint8Array(pdf);
  filled.fill(SPACE, place.start, place.start + place.length);
  filled.set(content, place.start);
  return filled;
}
