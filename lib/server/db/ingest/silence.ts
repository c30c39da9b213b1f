import type { Db } from '@/lib/server/db/client';
import { recordChanges } from './changes';

/** After it was away itself a server waits for so many of a host's intervals before it calls the host silent. */
export const GRACE_INTERVALS = 2;
const AT_ONCE = 5_000;

type Silent = { hostId: string; silentAfter: Date; lastObservedAt: Date; state: string | null };

/**
 * Notices hosts whose last snapshot no longer vouches for them, each silence once: a host that has not been heard
 * since an earlier notice is not noticed again. A host whose snapshot is being stored is left to the next round.
 * Returns how many it noticed; a full round may have left some.
 */
export async function noticeSilences(tx: Db, now: Date): Promise<{ noticed: number; isAll: boolean }> {
  const silent = await tx.$queryRaw<Silent[]>`
    SELECT h.id::text AS "hostId", l.silent_after AS "silentAfter", l.last_observed_at AS "lastObservedAt",
      (SELECT p.judged_state FROM host_profile p WHERE p.id = h.profile_id) AS state
    FROM host_live l JOIN host h ON h.id = l.host_id
    WHERE l.silent_after <= ${now} AND h.retired_at IS NULL
      AND (l.last_rejected_at IS NULL OR l.last_rejected_at <= l.last_observed_at)
      AND NOT EXISTS (SELECT FROM change c WHERE c.host_id = h.id AND c.kind = 'silent' AND c.superseded_at IS NULL
        AND c.at >= l.last_observed_at)
      AND NOT EXISTS (SELECT FROM server_absence a WHERE a.to_at > l.last_observed_at
        AND ${now} < a.to_at + ${GRACE_INTERVALS}::int * l.told_interval * interval '1 second')
    ORDER BY h.id LIMIT ${AT_ONCE}::int
    FOR UPDATE OF l SKIP LOCKED`;
  const changes = silent.map(({ hostId, silentAfter, lastObservedAt, state }) => ({
    hostId,
    kind: 'silent' as const,
    detail: { from: state, to: 'Silent', lastObservedAt: lastObservedAt.toISOString() },
    causeKey: `silent:${hostId}:${lastObservedAt.getTime()}`,
    at: silentAfter,
  }));
  await recordChanges(tx, changes, now);
  return { noticed: changes.length, isAll: silent.length < AT_ONCE };
}
