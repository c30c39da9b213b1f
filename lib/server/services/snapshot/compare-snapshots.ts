import type { CompareSnapshotsInput, SnapshotComparison } from '@/lib/contracts/snapshot';
import { VOLATILE_PATHS } from '@/lib/contracts/volatile-paths';
import { compareDocuments } from '@/lib/domain/difference/compare-documents';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { type FoundSnapshot, findSnapshot } from './find-snapshot';

const named = ({ id, observedAt }: FoundSnapshot) => ({ id, observedAt: observedAt.toISOString() });

/** What differs between two snapshots of a host, path by path. */
export async function compareSnapshots({
  ctx,
  input,
}: Verb<CompareSnapshotsInput>): Promise<SnapshotComparison> {
  authorize(ctx, 'snapshot.read');
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
}
