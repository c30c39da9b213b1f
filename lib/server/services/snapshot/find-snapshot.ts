import { isUuid } from '@/lib/contracts/words/text';
import { readSnapshotId, snapshotIdOf } from '@/lib/domain/snapshot-id';
import type { Ctx } from '@/lib/server/context';
import { readKeptSnapshot } from '@/lib/server/db/fleet/answers/kept-snapshots';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { ServiceError } from '@/lib/server/errors';
import { findKnownHost } from '@/lib/server/services/host';
import { parseTime, TIME_RULE } from '@/lib/util/rfc3339';

/** A snapshot of a host, and the host's name at that time. */
export type FoundSnapshot = { id: string; observedAt: Date; item: unknown; hostname: string };

type Asked = { hostId: string; at: Date | null; reference: string; word: string };

const notKept = (detail: string) => new ServiceError('not_found', detail);

/** Finds a snapshot by its id, or the one behind what was known about the host at a time. */
export function findSnapshot(ctx: Ctx, asked: Asked): Promise<FoundSnapshot> {
  return isUuid(asked.reference) ? snapshotOfId(ctx, asked) : snapshotThen(ctx, asked);
}

async function snapshotOfId(ctx: Ctx, { hostId, at, reference }: Asked): Promise<FoundSnapshot> {
  const { row, when } = await findKnownHost(ctx, { id: hostId, at });
  const place = readSnapshotId(reference);
  const stored = place && (await readKeptSnapshot(ctx.db, row.id, place));
  // Nobody had a later snapshot at the time asked for.
  if (stored === null || stored.observedAt > momentOf(when))
    throw notKept('No snapshot of this host with this id is kept');
  return { id: snapshotIdOf(stored), ...stored, hostname: row.hostname };
}

async function snapshotThen(ctx: Ctx, { hostId, reference, word }: Asked): Promise<FoundSnapshot> {
  const time = parseTime(reference);
  if (time === null)
    throw new ServiceError('invalid_value', `"${word}" must be the id of a snapshot, or ${TIME_RULE}`, {
      pointer: word,
    });
  const { row, document } = await findKnownHost(ctx, { id: hostId, at: new Date(time) });
  if (document === null) throw notKept('No snapshot of that time is kept');
  return { ...document, hostname: row.hostname };
}
