import { RawSnapshot, RawSnapshotInput } from '@/lib/contracts/snapshot';
import { getRawSnapshot } from '@/lib/server/services/snapshot';
import { procedure, router } from '@/lib/server/trpc/init';

export const snapshotRouter = router({
  raw: procedure
    .input(RawSnapshotInput)
    .output(RawSnapshot)
    .query(({ ctx: { ctx }, input }) => getRawSnapshot({ ctx, input })),
});
