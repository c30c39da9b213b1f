import { v7 as uuidv7 } from 'uuid';
import { CreateFabricInput, type FabricRow } from '@/lib/contracts/procedures';
import { audit } from '@/lib/server/audit/record';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { isUniqueViolation } from '@/lib/server/db/failures';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { nameTaken } from '@/lib/server/services/fabric/internal';

export async function createFabric({ ctx, input }: Verb<CreateFabricInput>): Promise<FabricRow> {
  authorize(ctx, 'fabric.create');
  if (fabricScope(ctx) !== 'all')
    throw new ServiceError('forbidden', 'Only an administrator of all fabrics can make one');
  const { name } = parseInput(CreateFabricInput, input);
  const id = uuidv7();
  try {
    await transact(ctx.db, async (tx) => {
      await tx.fabric.create({ data: { id, name, createdAt: ctx.now } });
      await audit(tx, ctx, { action: 'fabric.created', subject: { kind: 'fabric', id }, detail: { name } });
    });
  } catch (error) {
    throw isUniqueViolation(error) ? await nameTaken(ctx, name, error) : error;
  }
  return { id, name, hosts: 0 };
}
