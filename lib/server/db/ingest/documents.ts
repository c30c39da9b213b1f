import { rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { hexOf, plainArray } from './array-elements';
import { type Base, toBase, unpackDocument } from './document-body';
import { columnsOf, insertInto, statementOver, type WrittenRow } from './written-columns';

export const DOCUMENT = columnsOf({
  hostId: 'id',
  digest: 'hex',
  month: 'date',
  observedAt: 'time',
  base: 'hex?',
  body: 'bytes',
});
export type DocumentRow = WrittenRow<typeof DOCUMENT>;

/** The month (its first day) under which a document observed then is stored. */
export const monthOf = (observedAt: number): string => `${new Date(observedAt).toISOString().slice(0, 7)}-01`;

/**
 * A document is stored once per host, content and month: the first snapshot of a month stores it again,
 * because retention drops months.
 */
export const writeDocuments = statementOver(
  DOCUMENT,
  insertInto('snapshot_document', DOCUMENT),
  'ON CONFLICT (host_id, digest, month) DO NOTHING',
);

const baseDocuments = rowsOf('base documents', { hostId: 'text', digest: 'text', body: 'bytes' });
const storedDocument = rowsOf('stored document', { observedAt: 'time', body: 'bytes', base: 'bytes?' });

type DocumentKey = { hostId: string; digest: string; month: string };

/**
 * The documents, by host, as whose difference the next one of the same month may be stored: the host's newest
 * document, or that one's base. Read under the lock of the hosts, so that no other batch changes it. Rows of
 * this same batch are excluded, because they may already exist with other times.
 */
export async function loadBases(tx: Db, newest: readonly DocumentKey[]): Promise<Map<string, Base>> {
  if (newest.length === 0) return new Map();
  const rows = await baseDocuments(tx)`
    SELECT d.host_id AS "hostId", encode(w.digest, 'hex') AS digest, w.body
    FROM unnest(${plainArray(newest.map((key) => key.hostId))}::uuid[], ${plainArray(newest.map((key) => key.digest))}::text[],
      ${plainArray(newest.map((key) => key.month))}::date[]) AS n(host_id, digest, month)
    JOIN snapshot_document d ON d.host_id = n.host_id AND d.digest = decode(n.digest, 'hex') AND d.month = n.month
    JOIN snapshot_document w ON w.host_id = d.host_id AND w.digest = coalesce(d.base, d.digest) AND w.month = d.month`;
  const bases = new Map<string, Base>();
  for (const { hostId, digest, body } of rows) {
    const base = toBase(digest, body);
    if (base !== null) bases.set(hostId, base);
  }
  return bases;
}

export type StoredDocument = { observedAt: Date; digest: string; item: unknown };

/** The raw item as the host sent it, or null if retention has dropped it. */
export async function readDocument(
  db: Db,
  hostId: string,
  digest: Uint8Array,
  month: Date,
): Promise<StoredDocument | null> {
  const rows = await storedDocument(db)`
    SELECT d.observed_at AS "observedAt", d.body, b.body AS base FROM snapshot_document d
    LEFT JOIN snapshot_document b ON b.host_id = d.host_id AND b.digest = d.base AND b.month = d.month
    WHERE d.host_id = ${hostId}::uuid AND d.digest = decode(${hexOf(digest)}, 'hex') AND d.month = ${month}::date`;
  const row = rows[0];
  if (row === undefined) return null;
  return {
    observedAt: row.observedAt,
    digest: Buffer.from(digest).toString('hex'),
    item: unpackDocument(row),
  };
}
