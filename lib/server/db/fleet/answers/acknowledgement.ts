import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';

const inForce = rowsOf('acknowledgement in force', {
  text: 'text',
  at: 'time',
  until: 'time?',
  recordedBy: 'text',
});
export type StoredAcknowledgement = RowOf<typeof inForce>;

/** The acknowledgement of a host that was in force at a moment, as in every list (relation/decisions.ts). */
export async function acknowledgementAt(
  db: Db,
  hostId: string,
  moment: Date,
): Promise<StoredAcknowledgement | null> {
  const at = timestamp(moment);
  const [found] = await inForce(db)`
    SELECT text, valid_from AS at, ends_at AS until, recorded_by AS "recordedBy"
    FROM (SELECT * FROM acknowledgement_version WHERE host_id = ${hostId}::uuid AND valid_from <= ${at}
      ORDER BY valid_from DESC, id DESC LIMIT 1) newest
    WHERE NOT withdrawn AND (ends_at IS NULL OR ends_at > ${at})`;
  return found ?? null;
}

const ofHosts = rowsOf('acknowledgements of a list', { host: 'text', until: 'time?', recordedBy: 'text' });
export type AcknowledgementOfHost = RowOf<typeof ofHosts>;

/** The acknowledgements of these hosts, one page of a list, that were in force at a moment. */
export function acknowledgementsOf(
  db: Db,
  hostIds: readonly string[],
  moment: Date,
): Promise<AcknowledgementOfHost[]> {
  const at = timestamp(moment);
  return ofHosts(db)`
    SELECT host_id::text AS host, ends_at AS until, recorded_by AS "recordedBy"
    FROM (SELECT DISTINCT ON (host_id) * FROM acknowledgement_version
      WHERE host_id = ANY (${hostIds}::uuid[]) AND valid_from <= ${at}
      ORDER BY host_id, valid_from DESC, id DESC) newest
    WHERE NOT withdrawn AND (ends_at IS NULL OR ends_at > ${at})`;
}
