import { type KeyObject, sign } from 'node:crypto';
import type { KnownKey } from '@/lib/domain/report/proof/keys';
import { jwsInput, jwsOf, type Signatures } from '@/lib/domain/report/proof/signature';

/** A private key, and its public key with its name. */
export type Signer = KnownKey & { privateKey: KeyObject };

/** ES256: ECDSA on P-256 with SHA-256. Each signature is different. */
export function signaturesOf({ privateKey: key, ...known }: Signer, payload: Uint8Array): Signatures {
  const raw = sign('sha256', jwsInput(known, payload), { key, dsaEncoding: 'ieee-p1363' });
  return { jws: jwsOf(known, raw), der: sign('sha256', payload, { key, dsaEncoding: 'der' }) };
}
