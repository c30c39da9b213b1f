import {
  CompareSnapshotsInput,
  ListSnapshotsInput,
  RawSnapshot,
  RawSnapshotInput,
  SnapshotComparison,
  SnapshotList,
} from '@/lib/contracts/snapshot';
import { compareSnapshots, getRawSnapshot, listSnapshots } from '@/lib/server/services/snapshot';
import { allowed, router } from '@/lib/server/trpc/init';

export const snapshotRouter = router({
  compare: allowed('snapshot.read')
    .input(CompareSnapshotsInput)
    .output(SnapshotComparison)
    .query(({ ctx: { ctx }, input }) => compareSnapshots({ ctx, input })),

  list: allowed('snapshot.read')
    .input(ListSnapshotsInput)
    .output(SnapshotList)
    .query(({ ctx: { ctx }, input }) => listSnapshots({ ctx, input })),

  raw: allowed('snapshot.read')
    .input(RawSnapshotInput)
    .output(RawSnapshot)
    .query(({ ctx: { ctx }, input }) => getRawSnapshot({ ctx, input })),
});
