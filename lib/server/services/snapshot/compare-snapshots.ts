import { CompareSnapshotsInput, SnapshotComparison } from '@/lib/contracts/snapshot';
import { VOLATILE_PATHS } from '@/lib/contracts/volatile-paths';
import { compareDocuments } from '@/lib/domain/difference/compare-documents';
import { verb } from '@/lib/server/verbs/verb';
import { type FoundSnapshot, findSnapshot } from './find-snapshot';

const named = ({ id, observedAt }: FoundSnapshot) => ({ id, observedAt: observedAt.toISOString() });

/** What differs between two snapshots of a host, path by path. */
export const compareSnapshots = verb({
  procedure: 'snapshot.compare',
  route: { at: 'GET /api/v1/hosts/:id/compare', parts: { id: 'hostId' } },
  summary: 'Says what differs between two snapshots of a host.',
  right: 'snapshot.read',
  kind: 'query',
  input: CompareSnapshotsInput,
  output: SnapshotComparison,
  work: async ({ ctx, input }) => {
    const { hostId, at } = input;
    const from = await findSnapshot(ctx, { hostId, at, reference: input.from, word: 'from' });
    const to = await findSnapshot(ctx, { hostId, at, reference: input.to, word: 'to' });
    const { content, volatile } = compareDocuments(from.item, to.item, { apart: VOLATILE_PATHS });
    return {
      from: named(from),
      to: named(to),
      differences: content.shown,
      differencesTotal: content.total,
      volatile: volatile.shown,
      volatileTotal: volatile.total,
    };
  },
});
