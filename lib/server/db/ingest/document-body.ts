import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { AGENT_LIMITS } from '@/lib/contracts/agent';
import { DOCUMENT_WORDS_1 } from './document-words';

// How a document is stored: its JSON, deflated with a dictionary of words that most documents contain and, if
// that saves half, with another document of its host that is stored whole. So reading one takes at most two
// rows.

const WORDS_1 = Buffer.from(DOCUMENT_WORDS_1);

/** Deflate looks back only this far: the beginning of a longer dictionary would be useless. */
const LOOKS_BACK_BYTES = 32 * 1024;
const MOST_BASE_BYTES = LOOKS_BACK_BYTES - WORDS_1.length;
/** No accepted snapshot is longer. The limit keeps a tampered body from making a server inflate it without end. */
const MOST_TEXT_BYTES = 4 * AGENT_LIMITS.snapshotBytes;

/**
 * The first byte of a stored document; no deflated text begins with these bits (a block of the reserved
 * type). A document without such a byte was deflated without a dictionary.
 */
const WITH_WORDS_1 = 0x07;
/** Like WITH_WORDS_1, with the checksum of the text in front. The row may name a base. */
const WITH_SUM_1 = 0x0f;
const SUM_BYTES = 8;

/**
 * A document stored whole, which may serve as a dictionary for others: its digest, its text, and its stored
 * size.
 */
export type Base = { digest: string; text: Buffer; storedBytes: number };

/** `base` is the digest of the document that is needed for reading it, if any. */
export type PackedDocument = { body: Uint8Array; base: string | null };

/** JSON.stringify escapes NUL and lone surrogates, so a document is read back exactly as it was sent. */
export function packDocument(item: unknown, base: Base | null): PackedDocument {
  const text = Buffer.from(JSON.stringify(item));
  // A text much longer than any base is deflated only once.
  if (base !== null && text.length <= LOOKS_BACK_BYTES) {
    const body = pack(text, base.text);
    // A longer result means that the two differ too much; later documents are better compared with this one.
    if (body.length * 2 <= base.storedBytes) return { body, base: base.digest };
  }
  return { body: pack(text, null), base: null };
}

/** `base` is the body of the row that the document's row names. */
export type StoredBody = { body: Uint8Array; base: Uint8Array | null };

export function unpackDocument({ body, base }: StoredBody): unknown {
  const baseText = base === null ? null : textOf(base, null, MOST_BASE_BYTES);
  return JSON.parse(textOf(body, baseText, MOST_TEXT_BYTES).toString('utf8'));
}

/** Null if a stored document is damaged, or too long to serve as a base. */
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

/** What is nearest to the text costs least to refer to, so the base comes last. */
const dictionaryOf = (base: Buffer | null) => (base === null ? WORDS_1 : Buffer.concat([WORDS_1, base]));

const sumOf = (text: Buffer): Buffer => hash('sha256', text, 'buffer').subarray(0, SUM_BYTES);
