import { isRecord } from '@/lib/util/guards';
import { type Bytes, base64url, fromBase64url, isSame, joined, textOf, utf8 } from './bytes';
import { jwkOf, type KnownKey, named, type PublicKey, publicKeyOf } from './keys';

/**
 * Two signatures over the same bytes with the same key: a flattened JWS without its payload (RFC 7515,
 * appendix F) for programs, and the bare one in DER, which `openssl dgst -verify` reads. Each is accepted
 * only in the spelling that we write, so that no bit of them can be changed unnoticed, and there is no
 * algorithm to choose.
 *
 * The JWS contains the key only to identify it. That proves no origin.
 */
const COORDINATE_BYTES = 32;

/** Members in this order; a reader compares the whole text. */
const protectedOf = ({ kid, ...key }: KnownKey): string =>
  base64url(utf8(JSON.stringify({ alg: 'ES256', kid, jwk: jwkOf(key) })));

/** The bytes that are signed for a JWS. */
export const jwsInput = (key: KnownKey, payload: Uint8Array): Bytes =>
  utf8(`${protectedOf(key)}.${base64url(payload)}`);

/** `raw` is r and s, 32 bytes each. */
export const jwsOf = (key: KnownKey, raw: Uint8Array): string =>
  JSON.stringify({ protected: protectedOf(key), signature: base64url(raw) });

const JWS = /^\{"protected":"([\w-]+)","signature":"([\w-]{86})"\}$/;

function claimedKey(header: string): PublicKey | undefined {
  const text = textOf(fromBase64url(header) ?? new Uint8Array());
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isRecord(value) ? publicKeyOf(value.jwk) : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined for everything that we would not have written: another algorithm, another member, another spelling. */
async function readJws(text: string): Promise<{ key: KnownKey; raw: Bytes } | undefined> {
  const [, header = '', signature = ''] = JWS.exec(text) ?? [];
  const claimed = claimedKey(header);
  const raw = fromBase64url(signature);
  if (claimed === undefined || raw?.length !== 2 * COORDINATE_BYTES) return undefined;
  const key = await named(claimed);
  return protectedOf(key) === header ? { key, raw } : undefined;
}

/** A DER integer: as short as possible, with a zero in front if it would otherwise be negative. */
function integerOf(bytes: Uint8Array): Bytes {
  const start = bytes.findIndex((byte) => byte !== 0);
  const short = start < 0 ? Uint8Array.of(0) : bytes.subarray(start);
  const value = (short[0] ?? 0) >= 0x80 ? joined([Uint8Array.of(0), short]) : short;
  return joined([Uint8Array.of(0x02, value.length), value]);
}

function derOf(raw: Uint8Array): Bytes {
  const body = joined([
    integerOf(raw.subarray(0, COORDINATE_BYTES)),
    integerOf(raw.subarray(COORDINATE_BYTES)),
  ]);
  return joined([Uint8Array.of(0x30, body.length), body]);
}

function padded(integer: Uint8Array): Bytes {
  const bytes = new Uint8Array(COORDINATE_BYTES);
  const short = integer.subarray(Math.max(0, integer.length - COORDINATE_BYTES));
  bytes.set(short, COORDINATE_BYTES - short.length);
  return bytes;
}

/** r and s; undefined if it is not valid DER. */
export function rawOfDer(der: Uint8Array): Bytes | undefined {
  const rLength = der[3] ?? 0;
  const r = der.subarray(4, 4 + rLength);
  const s = der.subarray(6 + rLength);
  const raw = joined([padded(r), padded(s)]);
  return isSame(derOf(raw), der) ? raw : undefined;
}

export type Signatures = { jws: string; der: Uint8Array };

async function holds({ kid: _, ...key }: KnownKey, raw: Bytes, signed: Bytes): Promise<boolean> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  try {
    const known = await crypto.subtle.importKey('jwk', jwkOf(key), algorithm, false, ['verify']);
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, known, raw, signed);
  } catch {
    // The coordinates are not a point of the curve.
    return false;
  }
}

export type SignatureFault = 'signatureUnreadable' | 'signatureWrong';

/** The key that made both signatures, or what is wrong with them. Whose key it is remains to be checked. */
export async function signerOf(
  payload: Uint8Array,
  { jws, der }: Signatures,
): Promise<KnownKey | SignatureFault> {
  const read = await readJws(jws);
  const raw = rawOfDer(der);
  if (read === undefined || raw === undefined) return 'signatureUnreadable';
  const isSigned =
    (await holds(read.key, read.raw, jwsInput(read.key, payload))) &&
    (await holds(read.key, raw, new Uint8Array(payload)));
  return isSigned ? read.key : 'signatureWrong';
}
