import { v7 as uuidv7 } from 'uuid';
import type { Db } from '@/lib/server/db/client';
import { timeOf } from './array-elements';

/** Recorded instead of a person when a change ends an acknowledgement. */
const BY_CHANGE = 'system:stateChanged';

export type StateChange = {
  hostId: string;
  /** Milliseconds since the epoch. */
  at: number;
  /**
   * Whether the change describes the host as it is now. Otherwise it is about the past, and later
   * acknowledgements stay.
   */
  isNewest: boolean;
};

/**
 * Ends the acknowledgements of these hosts: with the change, or at once if the change happened before the
 * acknowledgement but is only known now. A later acknowledgement is about the host as it is then.
 */
export async function endAcknowledgements(tx: Db, changes: readonly StateChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO acknowledgement_version (id, host_id, valid_from, withdrawn, text, recorded_by)
    SELECT DISTINCT ON (v.host_id) v.id, v.host_id, greatest(v.at, newest.valid_from), true, '', ${BY_CHANGE}
    FROM unnest(${changes.map(() => uuidv7())}::uuid[], ${changes.map(({ hostId }) => hostId)}::uuid[],
      ${changes.map(({ at }) => timeOf(at))}::timestamptz[], ${changes.map(({ isNewest }) => isNewest)}::boolean[])
      AS v(id, host_id, at, is_newest)
    CROSS JOIN LATERAL (SELECT valid_from, ends_at, withdrawn FROM acknowledgement_version
      WHERE host_id = v.host_id ORDER BY valid_from DESC, id DESC LIMIT 1) newest
    WHERE NOT newest.withdrawn AND (v.at >= newest.valid_from OR v.is_newest)
      AND (newest.ends_at IS NULL OR newest.ends_at > greatest(v.at, newest.valid_from))
    ORDER BY v.host_id, greatest(v.at, newest.valid_from)`;
}

/** Locks as ingest does, so that no host changes between what a person reads and what they decide about it. */
export async function lockForDecision(tx: Db, hostIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    SELECT host_id FROM host_live WHERE host_id = ANY(${[...hostIds]}::uuid[]) ORDER BY host_id FOR UPDATE`;
}

type Said = { text: string; endsAt: Date | null; withdrawn: boolean; recordedBy: string };

/**
 * Writes acknowledgements from `now` on, but never from before the last one, even if two servers' clocks
 * differ.
 */
export async function writeAcknowledgements(
  tx: Db,
  hostIds: readonly string[],
  said: Said,
  now: Date,
): Promise<void> {
  const last = await tx.acknowledgementVersion.groupBy({
    by: ['hostId'],
    where: { hostId: { in: [...hostIds] } },
    _max: { validFrom: true },
  });
  const lastOf = new Map(last.map(({ hostId, _max }) => [hostId, _max.validFrom?.getTime() ?? 0]));
  await tx.acknowledgementVersion.createMany({
    data: hostIds.map((hostId) => ({
      ...{ id: uuidv7(), hostId, ...said },
      validFrom: new Date(Math.max(now.getTime(), (lastOf.get(hostId) ?? 0) + 1)),
    })),
  });
}
