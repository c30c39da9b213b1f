import { v7 as uuidv7 } from 'uuid';
import type { Db } from '@/lib/server/db/client';
import { timeOf } from './array-elements';

/** What ends an acknowledgement by itself is recorded by no person. */
const BY_CHANGE = 'system:stateChanged';

export type StateChange = {
  hostId: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** The host is as this change left it; else it is of the past, and what was said since stands. */
  isNewest: boolean;
};

/**
 * Ends what people said of these hosts as they were: with the change, or at once where a change that had happened
 * before they said it is only known now. What people say later is of the host as it is then.
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

/** As ingest does, so that no host changes between what somebody reads of it and what they say of it. */
export async function lockForDecision(tx: Db, hostIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    SELECT host_id FROM host_live WHERE host_id = ANY(${[...hostIds]}::uuid[]) ORDER BY host_id FOR UPDATE`;
}

type Said = { text: string; endsAt: Date | null; withdrawn: boolean; recordedBy: string };

/** Writes them from `now` on, and never from before what was said last, whatever two servers' clocks say. */
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
