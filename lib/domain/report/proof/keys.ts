import { isRecord } from '@/lib/util/guards';
import { type Bytes, base64url, fromBase64, fromBase64url, joined, sha256Base64url, utf8 } from './bytes';

/** A public key of ECDSA on P-256: the two coordinates of its point in base64url. */
export type PublicKey = { x: string; y: string };

/** A key that somebody else vouches for, with the name that follows from its coordinates. */
export type KnownKey = PublicKey & { kid: string };

/** Members in the order of their names, over which the thumbprint is computed (RFC 7638). */
export const jwkOf = ({ x, y }: PublicKey) => ({ crv: 'P-256', kty: 'EC', x, y }) as const;

/** The name of a key, unique by its content (RFC 7638). */
export const thumbprintOf = (key: PublicKey): Promise<string> =>
  sha256Base64url(utf8(JSON.stringify(jwkOf(key))));

export const named = async ({ x, y }: PublicKey): Promise<KnownKey> => ({
  x,
  y,
  kid: await thumbprintOf({ x, y }),
});

export const jwksOf = (keys: readonly KnownKey[]) => ({
  keys: keys.map(({ kid, ...key }) => ({ ...jwkOf(key), kid, alg: 'ES256', use: 'sig' }) as const),
});

const COORDINATE_BYTES = 32;

function isCoordinate(value: unknown): value is string {
  return typeof value === 'string' && fromBase64url(value)?.length === COORDINATE_BYTES;
}

const isOr = (value: unknown, only: string) => value === undefined || value === only;

/** Whether a JWK is meant to verify ES256, if it states its purpose (RFC 7517, 4.2 to 4.4). */
const isForProof = ({ use, alg, key_ops: uses }: Record<string, unknown>): boolean =>
  isOr(use, 'sig') &&
  isOr(alg, 'ES256') &&
  (uses === undefined || (Array.isArray(uses) && uses.includes('verify')));

/** Undefined if a JWK is not a public key for ES256. */
export function publicKeyOf(jwk: unknown): PublicKey | undefined {
  if (!isRecord(jwk) || jwk.kty !== 'EC' || jwk.crv !== 'P-256' || !isForProof(jwk)) return undefined;
  if (!isCoordinate(jwk.x) || !isCoordinate(jwk.y)) return undefined;
  return { x: jwk.x, y: jwk.y };
}

/** The bytes before the point in the public key of any P-256 key (SubjectPublicKeyInfo). */
const SPKI_HEAD = Uint8Array.from(
  [0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01].concat([
    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
  ]),
);

export function pemOf({ x, y }: PublicKey): string {
  const point = [x, y].map((text) => fromBase64url(text) ?? new Uint8Array());
  const der = btoa(String.fromCharCode(...joined([SPKI_HEAD, ...point])));
  return `-----BEGIN PUBLIC KEY-----\n${der.replace(/(.{64})(?=.)/g, '$1\n')}\n-----END PUBLIC KEY-----\n`;
}

function keyOfDer(der: Bytes): PublicKey | undefined {
  if (der.length !== SPKI_HEAD.length + 2 * COORDINATE_BYTES) return undefined;
  if (SPKI_HEAD.some((byte, index) => der[index] !== byte)) return undefined;
  const point = der.subarray(SPKI_HEAD.length);
  return {
    x: base64url(point.subarray(0, COORDINATE_BYTES)),
    y: base64url(point.subarray(COORDINATE_BYTES)),
  };
}

const PEM = /-----BEGIN PUBLIC KEY-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END PUBLIC KEY-----/g;

function keysOfPem(text: string): (PublicKey | undefined)[] {
  return [...text.matchAll(PEM)].map(([, body = '']) => {
    const der = fromBase64(body.replace(/\s+/g, ''));
    return der && keyOfDer(der);
  });
}

function keysOfJson(text: string): unknown[] {
  const value: unknown = JSON.parse(text);
  if (isRecord(value) && Array.isArray(value.keys)) return value.keys;
  return [value];
}

const THUMBPRINT = /^[A-Za-z0-9_-]{43}$/;

/**
 * A key under the thumbprint of another is skipped: a person who compared that thumbprint with the operator's
 * would trust the wrong key. Any other name is free and ignored.
 */
async function ofJwk(jwk: unknown): Promise<KnownKey | undefined> {
  const key = publicKeyOf(jwk);
  if (key === undefined) return undefined;
  const known = await named(key);
  const kid = isRecord(jwk) ? jwk.kid : undefined;
  const isAnothers = typeof kid === 'string' && THUMBPRINT.test(kid) && kid !== known.kid;
  return isAnothers ? undefined : known;
}

/**
 * The keys of a file: PEM (public keys) or JSON (one JWK or a set). Keys of another kind are skipped, because
 * a set may contain some; undefined if there is none for ES256.
 */
export async function readKeys(text: string): Promise<KnownKey[] | undefined> {
  let found: Promise<KnownKey | undefined>[];
  try {
    found = text.includes('-----BEGIN')
      ? keysOfPem(text).map(async (key) => key && named(key))
      : keysOfJson(text).map(ofJwk);
  } catch {
    return undefined;
  }
  const keys = (await Promise.all(found)).filter((key) => key !== undefined);
  return keys.length === 0 ? undefined : keys;
}
