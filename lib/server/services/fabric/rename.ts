import { type Done, RenameFabricInput } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { findFabric, refuseTakenName } from '@/lib/server/services/fabric/internal';

/** Its hosts, tokens and past stay: they know it by its id. */
export async function renameFabric({ ctx, input }: Verb<RenameFabricInput>): Promise<Done> {
  authorize(ctx, 'fabric.rename');
  if (fabricScope(ctx) !== 'all')
    throw new ServiceError('forbidden', 'Only an administrator of all fabrics can rename one');
  const { fabric, name } = parseInput(RenameFabricInput, input);
  const { id, name: before } = await findFabric(ctx, fabric);
  if (name === before) return { id };
  await transact(ctx.db, async (tx) => {
    await refuseTakenName(tx, name, id);
    await tx.fabric.update({ where: { id }, data: { name } });
    await raiseWatermark(tx);
    const detail = { from: before, to: name };
    await audit(tx, ctx, { action: 'fabric.renamed', subject: { kind: 'fabric', id }, detail });
  });
  return { id };
}
