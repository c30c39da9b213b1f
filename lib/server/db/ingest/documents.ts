import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Sql } from '@/lib/server/db/direct';
import { hexOf, timeOf } from './array-elements';
import { DOCUMENT_WORDS_1 } from './document-words';

export type DocumentRow = {
  hostId: string;
  digest: string;
  month: string;
  observedAt: number;
  body: Uint8Array;
};

/** The month (its first day) under which a document observed then is kept. */
export const monthOf = (observedAt: number): string => `${new Date(observedAt).toISOString().slice(0, 7)}-01`;

/** Before what was deflated against words: no deflated text begins with these bits (a block of the reserved type). */
const WITH_WORDS_1 = 0x07;
const WORDS_1 = { dictionary: Buffer.from(DOCUMENT_WORDS_1) };

/** JSON.stringify escapes NUL and lone surrogates, so that what comes back is what was sent. */
export function packDocument(item: unknown): Uint8Array {
  return Buffer.concat([Buffer.of(WITH_WORDS_1), deflateRawSync(JSON.stringify(item), WORDS_1)]);
}

export function unpackDocument(body: Uint8Array): unknown {
  const text = body[0] === WITH_WORDS_1 ? inflateRawSync(body.subarray(1), WORDS_1) : inflateRawSync(body);
  return JSON.parse(text.toString('utf8'));
}

/** Once per host, content and month: the first snapshot of a month is written again (retention drops months). */
export async function writeDocuments(tx: Sql, rows: readonly DocumentRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO snapshot_document (host_id, digest, month, observed_at, body)
    SELECT v.host_id, decode(v.digest, 'hex'), v.month, v.observed_at, decode(v.body, 'base64')
    FROM unnest(${rows.map((row) => row.hostId)}::uuid[], ${rows.map((row) => row.digest)}::text[], ${rows.map((row) => row.month)}::date[],
      ${rows.map((row) => timeOf(row.observedAt))}::timestamptz[], ${rows.map((row) => Buffer.from(row.body).toString('base64'))}::text[])
      AS v(host_id, digest, month, observed_at, body)
    ON CONFLICT (host_id, digest, month) DO NOTHING`;
}

export type StoredDocument = { observedAt: Date; item: unknown };

/** The raw item as the host sent it, or null when retention has dropped it. */
export async function readDocument(
  db: Sql,
  hostId: string,
  digest: Uint8Array,
  month: Date,
): Promise<StoredDocument | null> {
  const rows = await db.$queryRaw<{ observedAt: Date; body: Uint8Array }[]>`
    SELECT observed_at AS "observedAt", body FROM snapshot_document
    WHERE host_id = ${hostId}::uuid AND digest = decode(${hexOf(digest)}, 'hex') AND month = ${month}::date`;
  const row = rows[0];
  if (row === undefined) return null;
  return { observedAt: row.observedAt, item: unpackDocument(row.body) };
}
