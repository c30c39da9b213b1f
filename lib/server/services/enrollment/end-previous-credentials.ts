import { type DbRoot, transact } from '@/lib/server/db/client';
import type { CredentialRecord } from '@/lib/server/db/ingest/credentials';

/** How long the previous credential works after its successor was first used. */
const OVERLAP_MS = 10 * 60_000;

export type FirstUse = { credential: CredentialRecord; at: Date };

/** Lets a credential expire ten minutes after the first use of its successor. */
export async function endPreviousCredentials(db: DbRoot, uses: readonly FirstUse[]): Promise<void> {
  const ids = uses.map(({ credential }) => credential.id);
  const sourceIds = uses.map(({ credential }) => credential.sourceId);
  const enrollments = uses.map(({ credential }) => credential.enrollment);
  const generations = uses.map(({ credential }) => credential.generation);
  const ats = uses.map(({ at }) => at.toISOString());
  const endings = uses.map(({ at }) => new Date(at.getTime() + OVERLAP_MS).toISOString());
  await transact(db, async (tx) => {
    // Rows are locked in the order of ids, because two batches may hold credentials of the same sources.
    await tx.$executeRaw`
      SELECT 1 AS locked FROM credential WHERE source_id = ANY(${sourceIds}::uuid[]) ORDER BY id FOR UPDATE`;
    await tx.$executeRaw`
      UPDATE credential c SET first_used_at = v.at
      FROM unnest(${ids}::uuid[], ${ats}::timestamptz[]) AS v(id, at)
      WHERE c.id = v.id AND c.first_used_at IS NULL`;
    await tx.$executeRaw`
      UPDATE credential c SET ends_at = v.at, end_reason = 'rotated'
      FROM unnest(${sourceIds}::uuid[], ${enrollments}::int[], ${generations}::int[], ${endings}::timestamptz[])
        AS v(source_id, enrollment, generation, at)
      WHERE c.source_id = v.source_id AND c.enrollment = v.enrollment AND c.generation < v.generation AND c.ends_at IS NULL`;
  });
}
