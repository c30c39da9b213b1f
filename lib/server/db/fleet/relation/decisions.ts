import { Prisma } from '@/lib/server/db/client';
import { momentOf, timestamp, type When } from '@/lib/server/db/fleet/point-in-time';

/**
 * What people had decided at a moment: per host the causes covered by exceptions in force, whether an
 * exception ever covered it, and whether an acknowledgement is in force. Of each exception (and of each
 * host's acknowledgements) the newest version valid at that moment counts, whatever older ones said.
 */
export function decisions(when: When): Record<'covered' | 'onceCovered' | 'acknowledged', Prisma.Sql> {
  const at = timestamp(momentOf(when));
  const covered = Prisma.sql`
    SELECT host_id, array_agg(DISTINCT cause) AS causes
    FROM (SELECT DISTINCT ON (exception_id) * FROM exception_version WHERE valid_from <= ${at}
      ORDER BY exception_id, valid_from DESC, recorded_at DESC, id DESC) newest
    CROSS JOIN unnest(newest.host_ids) AS host_id
    CROSS JOIN unnest(newest.causes) AS cause
    WHERE approved_by IS NOT NULL AND NOT withdrawn AND ends_at > ${at}
    GROUP BY host_id`;
  const onceCovered = Prisma.sql`
    SELECT DISTINCT host_id FROM exception_version CROSS JOIN unnest(host_ids) AS host_id
    WHERE valid_from <= ${at} AND approved_by IS NOT NULL AND NOT withdrawn`;
  const acknowledged = Prisma.sql`
    SELECT host_id FROM (SELECT DISTINCT ON (host_id) * FROM acknowledgement_version WHERE valid_from <= ${at}
      ORDER BY host_id, valid_from DESC, id DESC) newest
    WHERE NOT withdrawn AND (ends_at IS NULL OR ends_at > ${at})`;
  return { covered, onceCovered, acknowledged };
}
