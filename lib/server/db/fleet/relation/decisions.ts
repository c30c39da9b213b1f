import { Prisma } from '@/lib/server/db/client';
import { momentOf, timestamp, type When } from '@/lib/server/db/fleet/point-in-time';

/**
 * Decisions of people at a moment: per host the causes covered by exceptions in force (domain/exception.ts in
 * SQL), whether an exception ever covered it, and whether an acknowledgement is in force. Of each host's
 * acknowledgements the newest version valid at that moment counts, whatever older ones said.
 */
export function decisions(when: When): Record<'covered' | 'onceCovered' | 'acknowledged', Prisma.Sql> {
  const at = timestamp(momentOf(when));
  const covered = Prisma.sql`
    SELECT host_id, array_agg(DISTINCT cause) AS causes
    FROM exception CROSS JOIN unnest(host_ids) AS host_id CROSS JOIN unnest(causes) AS cause
    WHERE ${isInForce(at)} GROUP BY host_id`;
  const onceCovered = Prisma.sql`
    SELECT DISTINCT host_id FROM exception CROSS JOIN unnest(host_ids) AS host_id WHERE approved_at <= ${at}`;
  const acknowledged = Prisma.sql`
    SELECT host_id FROM (SELECT DISTINCT ON (host_id) * FROM acknowledgement_version WHERE valid_from <= ${at}
      ORDER BY host_id, valid_from DESC, id DESC) newest
    WHERE NOT withdrawn AND (ends_at IS NULL OR ends_at > ${at})`;
  return { covered, onceCovered, acknowledged };
}

/** Whether a row of `exception` is in force. */
export const isInForce = (at: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`approved_at <= ${at} AND ends_at > ${at} AND (withdrawn_at IS NULL OR withdrawn_at > ${at})`;
