import type { SnapshotKey, SnapshotPlace } from '@/lib/domain/snapshot-id';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { dayAt, timestamp } from '@/lib/server/db/fleet/point-in-time';
import { unpackDocument } from '@/lib/server/db/ingest/document-body';
import type { StoredDocument } from '@/lib/server/db/ingest/documents';

const keptSnapshots = rowsOf('kept snapshots', {
  digest: 'text',
  observedAt: 'time',
  storedBytes: 'number',
  /** The newest snapshot with the same content, as long as its receipt is kept (8 days). */
  lastSeenAt: 'time?',
});

/** A stored document without its body. */
export type KeptSnapshot = RowOf<typeof keptSnapshots>;

type Page = { until: Date; after: SnapshotKey | null; limit: number };

/** The documents of a host up to a moment, newest first. Receipts are read once, whatever the size of the page. */
export function pageOfSnapshots(
  db: Db,
  hostId: string,
  { until, after, limit }: Page,
): Promise<KeptSnapshot[]> {
  const from = after === null || after.observedAt > until ? until : after.observedAt;
  const isAfter =
    after === null
      ? Prisma.sql`TRUE`
      : Prisma.sql`(observed_at < ${timestamp(from)} OR digest > decode(${after.digest}, 'hex'))`;
  return keptSnapshots(db)`
    SELECT encode(d.digest, 'hex') AS digest, d.observed_at AS "observedAt", d.bytes AS "storedBytes", r.last AS "lastSeenAt"
    FROM (
      SELECT digest, month, observed_at, octet_length(body) AS bytes FROM snapshot_document
      WHERE host_id = ${hostId}::uuid AND observed_at <= ${timestamp(from)} AND month <= ${dayAt(from)} AND ${isAfter}
      ORDER BY observed_at DESC, digest LIMIT ${limit}::int) d
    LEFT JOIN (
      SELECT document_digest AS digest, date_trunc('month', observed_at)::date AS month, max(observed_at) AS last
      FROM snapshot_receipt
      WHERE host_id = ${hostId}::uuid AND outcome = 'stored' AND observed_at <= ${timestamp(until)}
      GROUP BY 1, 2) r ON r.digest = d.digest AND r.month = d.month
    ORDER BY d.observed_at DESC, d.digest`;
}

const keptSnapshot = rowsOf('kept snapshot', {
  digest: 'text',
  observedAt: 'time',
  body: 'bytes',
  base: 'bytes?',
});

const DIGEST_DIGITS = 64;

/** The document with this key; null if retention has dropped it, or it never existed. */
export async function readKeptSnapshot(
  db: Db,
  hostId: string,
  { month, digestStart }: SnapshotPlace,
): Promise<StoredDocument | null> {
  const [first, last] = ['0', 'f'].map((digit) => digestStart.padEnd(DIGEST_DIGITS, digit));
  const [row] = await keptSnapshot(db)`
    SELECT encode(d.digest, 'hex') AS digest, d.observed_at AS "observedAt", d.body, b.body AS base FROM snapshot_document d
    LEFT JOIN snapshot_document b ON b.host_id = d.host_id AND b.digest = d.base AND b.month = d.month
    WHERE d.host_id = ${hostId}::uuid AND d.month = ${month}::date
      AND d.digest BETWEEN decode(${first}, 'hex') AND decode(${last}, 'hex')
    ORDER BY d.digest LIMIT 1`;
  return row === undefined
    ? null
    : { digest: row.digest, observedAt: row.observedAt, item: unpackDocument(row) };
}
