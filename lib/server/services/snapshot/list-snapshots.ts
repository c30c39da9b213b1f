import { type KeptSnapshot, ListSnapshotsInput, SnapshotList } from '@/lib/contracts/snapshot';
import { type SnapshotKey, snapshotIdOf } from '@/lib/domain/snapshot-id';
import * as kept from '@/lib/server/db/fleet/answers/kept-snapshots';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { listCursor, textOfQuestion } from '@/lib/server/request/opaque-cursor';
import { findKnownHost } from '@/lib/server/services/host';
import { verb } from '@/lib/server/verbs/verb';

const DIGEST = /^[0-9a-f]{64}$/;

/** Reads a cursor's own parts: time and digest of the last snapshot of the previous page. */
function placeOf([time, digest]: readonly unknown[]): SnapshotKey | null {
  const observedAt = new Date(typeof time === 'number' ? time : Number.NaN);
  const isPlace = !Number.isNaN(observedAt.getTime()) && typeof digest === 'string' && DIGEST.test(digest);
  return isPlace ? { observedAt, digest } : null;
}

const toKept = ({ observedAt, digest, lastSeenAt, storedBytes }: kept.KeptSnapshot): KeptSnapshot => ({
  id: snapshotIdOf({ observedAt, digest }),
  observedAt: observedAt.toISOString(),
  lastSeenAt: lastSeenAt?.toISOString() ?? null,
  digest,
  storedBytes,
});

/** The raw snapshots that are kept for a host, without their content. */
export const listSnapshots = verb({
  procedure: 'snapshot.list',
  route: { at: 'GET /api/v1/hosts/:id/snapshots', parts: { id: 'hostId' } },
  summary: 'Lists the snapshots of a host that are kept.',
  right: 'snapshot.read',
  kind: 'query',
  input: ListSnapshotsInput,
  output: SnapshotList,
  work: async ({ ctx, input }) => {
    const { hostId, at, limit } = input;
    const { row, when } = await findKnownHost(ctx, { id: hostId, at });
    const question = { ...input, hostId: row.id };
    const cursor = listCursor({ cursor: input.cursor, digestOf: textOfQuestion(question) });
    const after = cursor.read(placeOf);
    const until = momentOf(when);
    const found = await kept.pageOfSnapshots(ctx.db, row.id, { until, after, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const beside = cursor.beside({
      towards: after === null ? null : 'older',
      hasMore: found.length > limit,
      first: undefined,
      last: last && [last.observedAt.getTime(), last.digest],
    });
    return { asOf: until.toISOString(), snapshots: shown.map(toKept), nextCursor: beside.nextCursor };
  },
});
