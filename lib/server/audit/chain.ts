import { createHash } from 'node:crypto';
import { canonicalJson } from '@/lib/util/canonical-json';

/** An audit row as it is hashed: everything except the database's column names. */
export type ChainEntry = {
  sequence: bigint;
  at: Date;
  actorKind: string;
  actorId: string | null;
  action: string;
  subjectKind: string | null;
  subjectId: string | null;
  requestId: string | null;
  detail: unknown;
};

export const FIRST_PREVIOUS_HASH: Uint8Array<ArrayBuffer> = new Uint8Array(32);

/** SHA-256(previous hash || canonical entry). */
export function chainHash(previousHash: Uint8Array, entry: ChainEntry): Uint8Array<ArrayBuffer> {
  const text = canonicalJson({
    sequence: entry.sequence.toString(),
    at: entry.at.toISOString(),
    actorKind: entry.actorKind,
    actorId: entry.actorId,
    action: entry.action,
    subjectKind: entry.subjectKind,
    subjectId: entry.subjectId,
    requestId: entry.requestId,
    detail: entry.detail,
  });
  return new Uint8Array(createHash('sha256').update(previousHash).update(text).digest());
}
