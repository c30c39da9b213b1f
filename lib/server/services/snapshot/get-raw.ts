import { RawSnapshot, RawSnapshotInput } from '@/lib/contracts/snapshot';
import { findKnownHost } from '@/lib/server/services/host';
import { verb } from '@/lib/server/verbs/verb';
import { findSnapshot } from './find-snapshot';

export const getRawSnapshot = verb({
  procedure: 'snapshot.raw',
  summary: 'Shows a snapshot as the host sent it.',
  right: 'snapshot.read',
  kind: 'query',
  input: RawSnapshotInput,
  output: RawSnapshot,
  work: async ({ ctx, input: { hostId, at, snapshot: reference } }) => {
    const found =
      reference === undefined
        ? (await findKnownHost(ctx, { id: hostId, at })).document
        : await findSnapshot(ctx, { hostId, at, reference, word: 'snapshot' });
    if (found === null) return null;
    const { id, observedAt, item } = found;
    return { id, observedAt: observedAt.toISOString(), json: JSON.stringify(item, null, 2) };
  },
});
