import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { hexOf, plainArray } from './array-elements';

const credentials = rowsOf('credentials', {
  id: 'text',
  sourceId: 'text',
  kind: typed<'host'>('text'),
  enrollment: 'number',
  /** The present enrolment of the source; credentials of earlier ones are invalid, whatever ended them. */
  sourceEnrollment: 'number',
  generation: 'number',
  hash: 'text',
  firstUsedAt: 'time?',
  endsAt: 'time?',
  endReason: typed<'rotated' | 'replaced' | 'revoked' | null>('text'),
  ended: 'boolean',
  locked: 'boolean',
});
export type CredentialRecord = RowOf<typeof credentials>;

export async function findCredentials(
  db: Db,
  hashes: readonly Uint8Array[],
): Promise<Map<string, CredentialRecord>> {
  const records = await credentials(db)`
    SELECT c.id, c.source_id AS "sourceId", s.kind, c.enrollment, s.enrollment AS "sourceEnrollment", c.generation, encode(c.hash, 'hex') AS hash,
      c.first_used_at AS "firstUsedAt", c.ends_at AS "endsAt", c.end_reason AS "endReason",
      s.ended_at IS NOT NULL AS ended, s.locked_at IS NOT NULL AS locked
    FROM unnest(${plainArray(hashes.map(hexOf))}::text[]) AS k(hash)
    JOIN credential c ON c.hash = decode(k.hash, 'hex')
    JOIN source s ON s.id = c.source_id`;
  return new Map(records.map((record) => [record.hash, record]));
}
