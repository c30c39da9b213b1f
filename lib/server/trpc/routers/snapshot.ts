import { RawSnapshot, RawSnapshotInput } from '@/lib/contracts/snapshot';
import { getRawSnapshot } from '@/lib/server/services/snapshot';
import { allowed, router } from '@/lib/server/trpc/init';

export const snapshotRouter = router({
  raw: allowed('snapshot.read')
    .input(RawSnapshotInput)
    .output(RawSnapshot)
    .query(({ ctx: { ctx }, input }) => getRawSnapshot({ ctx, input })),
});
