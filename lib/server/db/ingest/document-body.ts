import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { AGENT_LIMITS } from '@/lib/contracts/agent';
import { DOCUMENT_WORDS_1 } from './document-words';

// How a document is stored: its JSON, deflated against words that most documents say and, where that saves half, against
// another document of its host that is stored whole. Reading one takes two rows at most, however many there are.

const WORDS_1 = Buffer.from(DOCUMENT_WORDS_1);

/** Deflate looks back this far, and no further: a longer text could not be told by what it begins with. */
const LOOKS_BACK_BYTES = 32 * 1024;
const MOST_BASE_BYTES = LOOKS_BACK_BYTES - WORDS_1.length;
/** No snapshot that was taken is longer. Whoever changes a stored body cannot make a server inflate it without end. */
const MOST_TEXT_BYTES = 4 * AGENT_LIMITS.snapshotBytes;

/**
 * The first byte of a stored document; no deflated text begins with these bits (a block of the reserved type). Without
 * such a byte it was deflated against nothing.
 */
const WITH_WORDS_1 = 0x07;
/** Likewise, and the checksum of the text lies before it. The row may name a base. */
const WITH_SUM_1 = 0x0f;
const SUM_BYTES = 8;

/** A document stored whole, to store another one by: its digest, its text, and how many bytes it is stored in. */
export type Base = { digest: string; text: Buffer; storedBytes: number };

/** `base` is the digest of the document that it is read with, if there is one. */
export type PackedDocument = { body: Uint8Array; base: string | null };

/** JSON.stringify escapes NUL and lone surrogates, so that what comes back is what was sent. */
export function packDocument(item: unknown, base: Base | null): PackedDocument {
  const text = Buffer.from(JSON.stringify(item));
  // A text that is much longer than any base is deflated once.
  if (base !== null && text.length <= LOOKS_BACK_BYTES) {
    const body = pack(text, base.text);
    // Where it is longer they have grown apart, and the next ones had better be compared with this one.
    if (body.length * 2 <= base.storedBytes) return { body, base: base.digest };
  }
  return { body: pack(text, null), base: null };
}

/** `base` is the body of the row that a document's row names. */
export type StoredBody = { body: Uint8Array; base: Uint8Array | null };

export function unpackDocument({ body, base }: StoredBody): unknown {
  const baseText = base === null ? null : textOf(base, null, MOST_BASE_BYTES);
  return JSON.parse(textOf(body, baseText, MOST_TEXT_BYTES).toString('utf8'));
}

/** Null where a stored document is too long to store others by, or damaged. */
export function toBase(digest: string, body: Uint8Array): Base | null {
  try {
    return { digest, text: textOf(body, null, MOST_BASE_BYTES), storedBytes: body.length };
  } catch {
    return null;
  }
}

function pack(text: Buffer, base: Buffer | null): Uint8Array {
  const deflated = deflateRawSync(text, { dictionary: dictionaryOf(base) });
  return Buffer.concat([Buffer.of(WITH_SUM_1), sumOf(text), deflated]);
}

function textOf(body: Uint8Array, base: Buffer | null, maxOutputLength: number): Buffer {
  if (body[0] === WITH_WORDS_1)
    return inflateRawSync(body.subarray(1), { dictionary: WORDS_1, maxOutputLength });
  if (body[0] !== WITH_SUM_1) return inflateRawSync(body, { maxOutputLength });
  const deflated = body.subarray(1 + SUM_BYTES);
  const text = inflateRawSync(deflated, { dictionary: dictionaryOf(base), maxOutputLength });
  if (!sumOf(text).equals(body.subarray(1, 1 + SUM_BYTES)))
    throw new Error('A stored document is damaged: its text is not the one that was stored');
  return text;
}

/** What is nearest to the text costs least to refer to: the base comes last. */
const dictionaryOf = (base: Buffer | null) => (base === null ? WORDS_1 : Buffer.concat([WORDS_1, base]));

const sumOf = (text: Buffer): Buffer => hash('sha256', text, 'buffer').subarray(0, SUM_BYTES);
