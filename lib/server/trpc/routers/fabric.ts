import { z } from 'zod';
import { CreateFabricInput, FabricRow } from '@/lib/contracts/procedures';
import { createFabric, listFabrics } from '@/lib/server/services/fabric';
import { procedure, router } from '@/lib/server/trpc/init';

export const fabricRouter = router({
  list: procedure
    .input(z.void())
    .output(z.array(FabricRow))
    .query(({ ctx: { ctx } }) => listFabrics({ ctx })),
  create: procedure
    .input(CreateFabricInput)
    .output(FabricRow)
    .mutation(({ ctx: { ctx }, input }) => createFabric({ ctx, input })),
});
