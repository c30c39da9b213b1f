import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The kinds of bearer secrets; the prefix identifies a found one for people and secret scanners. */
const PREFIXES = { enrollmentToken: 'gfe_', credential: 'gfh_', apiToken: 'gfa_' } as const;
export type SecretKind = keyof typeof PREFIXES;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_BYTES = 32;
/** 62 ** 43 > 256 ** 32 and 62 ** 6 > 2 ** 32: both parts have a fixed length. */
const BODY_CHARS = 43;
const CHECK_CHARS = 6;

const SHAPE = new RegExp(`^[0-9A-Za-z]{${BODY_CHARS + CHECK_CHARS}}$`);

function base62(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  for (let i = 0; i < length; i += 1) {
    text = ALPHABET.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}

function checksum(text: string): string {
  return base62(BigInt(crc32(text)), CHECK_CHARS);
}

/** Only this hash is stored: 256 random bits need no slow hash. */
export function hashSecret(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(text).digest());
}

/** A new secret, to be shown once, and its stored form. */
export function mintSecret(kind: SecretKind): { secret: string; hash: Uint8Array<ArrayBuffer> } {
  const body = base62(BigInt(`0x${randomBytes(RANDOM_BYTES).toString('hex')}`), BODY_CHARS);
  const unchecked = PREFIXES[kind] + body;
  const secret = unchecked + checksum(unchecked);
  return { secret, hash: hashSecret(secret) };
}

/** The stored hash of a well-formed secret of that kind, otherwise null: a malformed one costs no query. */
export function readSecret(kind: SecretKind, text: string): Uint8Array<ArrayBuffer> | null {
  const prefix = PREFIXES[kind];
  if (!text.startsWith(prefix) || !SHAPE.test(text.slice(prefix.length))) return null;
  const unchecked = text.slice(0, -CHECK_CHARS);
  return checksum(unchecked) === text.slice(-CHECK_CHARS) ? hashSecret(text) : null;
}

/** The secret in `Authorization: Bearer …`, whatever its kind; null for any other header. */
export function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer +([\x21-\x7e]{1,200})$/i.exec(authorization ?? '')?.[1] ?? null;
}
