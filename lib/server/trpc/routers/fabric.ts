import { z } from 'zod';
import { Done, RenameFabricInput } from '@/lib/contracts/administration';
import { CreateFabricInput, FabricRow, ListFabricsInput } from '@/lib/contracts/procedures';
import { createFabric, listFabrics, renameFabric } from '@/lib/server/services/fabric';
import { allowed, router } from '@/lib/server/trpc/init';

export const fabricRouter = router({
  list: allowed('fabric.read')
    .input(ListFabricsInput)
    .output(z.array(FabricRow))
    .query(({ ctx: { ctx }, input }) => listFabrics({ ctx, input })),
  create: allowed('fabric.create')
    .input(CreateFabricInput)
    .output(FabricRow)
    .mutation(({ ctx: { ctx }, input }) => createFabric({ ctx, input })),
  rename: allowed('fabric.rename')
    .input(RenameFabricInput)
    .output(Done)
    .mutation(({ ctx: { ctx }, input }) => renameFabric({ ctx, input })),
});
