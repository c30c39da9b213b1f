import { RenameFabricInput } from '@/lib/contracts/administration';
import { FabricRow } from '@/lib/contracts/procedures';
import { fabricScope } from '@/lib/server/auth/authorize';
import { transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { findFabric, refuseTakenName } from '@/lib/server/services/fabric/internal';
import { verb } from '@/lib/server/verbs/verb';

/** Renames a fabric. Its hosts, tokens and history stay, because they refer to its id. */
export const renameFabric = verb({
  procedure: 'fabric.rename',
  route: { at: 'PATCH /api/v1/fabrics/:id', parts: { id: 'fabric' } },
  summary: 'Gives a fabric another name.',
  right: 'fabric.rename',
  demands: (ctx) => {
    if (fabricScope(ctx) !== 'all')
      throw new ServiceError('forbidden', 'Only an administrator of all fabrics can rename one');
  },
  kind: 'command',
  input: RenameFabricInput,
  output: FabricRow.pick({ id: true, name: true }),
  audit: 'fabric.renamed',
  work: async ({ ctx, input: { fabric, name }, audit }) => {
    const { id, name: before } = await findFabric(ctx, fabric);
    if (name === before) return { id, name };
    await transact(ctx.db, async (tx) => {
      await refuseTakenName(tx, name, id);
      await tx.fabric.update({ where: { id }, data: { name } });
      await raiseWatermark(tx);
      await audit(tx, { subject: { kind: 'fabric', id }, detail: { from: before, to: name } });
    });
    return { id, name };
  },
});
