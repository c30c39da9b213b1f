import { rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { unpackDocument } from '@/lib/server/db/ingest/document-body';

const newest = rowsOf('newest documents', {
  id: 'text',
  observedAt: 'time',
  lateAfter: 'time?',
  body: 'bytes',
  base: 'bytes?',
});

export type NewestDocument = { id: string; observedAt: Date; lateAfter: Date | null; item: unknown };

type Asked = { ids: readonly string[]; after: Date | null; limit: number };

/**
 * The content of the newest snapshot of each of these hosts, last observed first: `observedAt` is the time of
 * that snapshot, not of the first one with the same content.
 */
export async function newestDocuments(db: Db, { ids, after, limit }: Asked): Promise<NewestDocument[]> {
  const since = after ?? new Date(0);
  const rows = await newest(db)`
    SELECT h.id::text AS id, l.last_observed_at AS "observedAt", l.late_after AS "lateAfter", d.body, w.body AS base
    FROM host h JOIN host_live l ON l.host_id = h.id
    JOIN snapshot_document d ON d.host_id = h.id AND d.digest = h.document_digest AND d.month = h.document_month
    LEFT JOIN snapshot_document w ON w.host_id = d.host_id AND w.digest = d.base AND w.month = d.month
    WHERE h.id = ANY(${[...ids]}::uuid[]) AND l.last_observed_at > ${timestamp(since)}
    ORDER BY l.last_observed_at DESC, h.id LIMIT ${limit}::int`;
  return rows.map(({ id, observedAt, lateAfter, ...stored }) => ({
    id,
    observedAt,
    lateAfter,
    item: unpackDocument(stored),
  }));
}
