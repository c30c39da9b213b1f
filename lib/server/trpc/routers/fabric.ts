import { z } from 'zod';
import { CreateFabricInput, FabricRow, ListFabricsInput } from '@/lib/contracts/procedures';
import { createFabric, listFabrics } from '@/lib/server/services/fabric';
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
});
