import { v7 as uuidv7 } from 'uuid';
import { CreateFabricInput, FabricRow } from '@/lib/contracts/procedures';
import { fabricScope } from '@/lib/server/auth/authorize';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { refuseTakenName } from '@/lib/server/services/fabric/internal';
import { verb } from '@/lib/server/verbs/verb';

export const createFabric = verb({
  procedure: 'fabric.create',
  route: { at: 'POST /api/v1/fabrics', status: 201, location: ({ id }) => `/api/v1/fabrics/${id}` },
  summary: 'Makes a fabric without hosts.',
  right: 'fabric.create',
  demands: (ctx) => {
    if (fabricScope(ctx) !== 'all')
      throw new ServiceError('forbidden', 'Only an administrator of all fabrics can make one');
  },
  kind: 'command',
  input: CreateFabricInput,
  output: FabricRow,
  audit: 'fabric.created',
  work: async ({ ctx, input: { name }, audit }) => {
    const id = uuidv7();
    await transact(ctx.db, async (tx) => {
      await refuseTakenName(tx, name, id);
      await tx.fabric.create({ data: { id, name, createdAt: ctx.now } });
      await audit(tx, { subject: { kind: 'fabric', id }, detail: { name } });
    });
    return { id, name, hosts: 0 };
  },
});
