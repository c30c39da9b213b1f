import { inflateRawSync } from 'node:zlib';
import type { Db } from '@/lib/server/db/client';
import { readDocument, type StoredDocument } from '@/lib/server/db/ingest/documents';
import { momentOf, timestamp, type When } from './when';

export type HostFacts = {
  toldIntervalSeconds: number;
  lastRejection: { at: Date; code: string } | null;
};

/** What the hot row alone knows; enrolment makes it. The last rejection is told only if it had happened by then. */
export async function readHostFacts(db: Db, hostId: string, when: When): Promise<HostFacts> {
  const live = await db.hostLive.findUniqueOrThrow({ where: { hostId } });
  const { toldInterval, lastRejectedAt: at, lastRejectedCode: code } = live;
  const isKnown = at !== null && code !== null && at <= momentOf(when);
  return { toldIntervalSeconds: toldInterval, lastRejection: isKnown ? { at, code } : null };
}

export function readProfile(db: Db, profileId: string) {
  return db.hostProfile.findUnique({ where: { id: profileId } });
}

/** What a host sent up to a moment, the newest first: each content once a month, when it was first seen. */
export async function recentDocuments(
  db: Db,
  hostId: string,
  { until, limit, offset = 0 }: { until: Date; limit: number; offset?: number },
): Promise<StoredDocument[]> {
  const rows = await db.$queryRaw<{ observedAt: Date; body: Uint8Array }[]>`
    SELECT observed_at AS "observedAt", body FROM snapshot_document
    WHERE host_id = ${hostId}::uuid AND observed_at <= ${timestamp(until)}
      AND month <= ${timestamp(until)}::date
    ORDER BY observed_at DESC, digest LIMIT ${limit}::int OFFSET ${offset}::int`;
  return rows.map(({ observedAt, body }) => ({
    observedAt,
    item: JSON.parse(inflateRawSync(body).toString('utf8')) as unknown,
  }));
}

/** The document that the host's newest snapshot refers to. */
export async function currentDocument(db: Db, hostId: string): Promise<StoredDocument | null> {
  const host = await db.host.findUnique({
    where: { id: hostId },
    select: { documentDigest: true, documentMonth: true },
  });
  if (!host?.documentDigest || !host.documentMonth) return null;
  return readDocument(db, hostId, host.documentDigest, host.documentMonth);
}

/** The document of the newest snapshot up to a moment, as long as its receipt is kept (8 days). */
export async function documentOfReceipt(db: Db, hostId: string, at: Date): Promise<StoredDocument | null> {
  const receipts = await db.$queryRaw<{ digest: Uint8Array | null; month: Date }[]>`
    SELECT document_digest AS digest, date_trunc('month', observed_at)::date AS month FROM snapshot_receipt
    WHERE host_id = ${hostId}::uuid AND outcome = 'stored' AND observed_at <= ${timestamp(at)}
    ORDER BY observed_at DESC, sequence DESC NULLS LAST LIMIT 1`;
  const receipt = receipts[0];
  if (!receipt?.digest) return null;
  return readDocument(db, hostId, receipt.digest, receipt.month);
}
