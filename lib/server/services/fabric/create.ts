import { v7 as uuidv7 } from 'uuid';
import { CreateFabricInput, type FabricRow } from '@/lib/contracts/procedures';
import { audit } from '@/lib/server/audit/record';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { refuseTakenName } from '@/lib/server/services/fabric/internal';

export async function createFabric({ ctx, input }: Verb<CreateFabricInput>): Promise<FabricRow> {
  authorize(ctx, 'fabric.create');
  if (fabricScope(ctx) !== 'all')
    throw new ServiceError('forbidden', 'Only an administrator of all fabrics can make one');
  const { name } = parseInput(CreateFabricInput, input);
  const id = uuidv7();
  await transact(ctx.db, async (tx) => {
    await refuseTakenName(tx, name, id);
    await tx.fabric.create({ data: { id, name, createdAt: ctx.now } });
    await audit(tx, ctx, { action: 'fabric.created', subject: { kind: 'fabric', id }, detail: { name } });
  });
  return { id, name, hosts: 0 };
}
