import { type Done, UpdateOperatorInput } from '@/lib/contracts/administration';
import { mayDo } from '@/lib/domain/permissions';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/request/parse-input';
import { fabricIds as idsOf } from '@/lib/server/services/fabric';
import { holdOperator, refuseLastAdministrator } from '@/lib/server/services/operator/administrators';
import { endEnrollmentBeyond } from '@/lib/server/services/operator/end-access';
import { findOperator } from '@/lib/server/services/operator/internal';

type Reach = { role: NonNullable<UpdateOperatorInput['role']>; fabrics: string[] | null };

async function reachOf(tx: Db, id: string): Promise<Reach> {
  const { role, allFabrics, operatorFabrics } = await tx.operator.findUniqueOrThrow({
    where: { id },
    select: { role: true, allFabrics: true, operatorFabrics: { select: { fabricId: true } } },
  });
  return { role, fabrics: allFabrics ? null : operatorFabrics.map(({ fabricId }) => fabricId) };
}

async function write(tx: Db, ctx: Ctx, id: string, { role, fabrics }: Reach): Promise<void> {
  await tx.operator.update({
    where: { id },
    data: { role, allFabrics: fabrics === null, updatedAt: ctx.now },
  });
  await tx.operatorFabric.deleteMany({ where: { operatorId: id } });
  await tx.operatorFabric.createMany({
    data: (fabrics ?? []).map((fabricId) => ({ operatorId: id, fabricId })),
  });
}

/**
 * Gives an operator another role, other fabrics, or both. The change holds from the operator's next request
 * on. It also limits the API tokens they made: none has more rights than its maker has now
 * (lib/server/auth/resolve-caller.ts). Enrolment tokens that they could no longer make are revoked for good.
 */
export async function updateOperator({ ctx, input }: Verb<UpdateOperatorInput>): Promise<Done> {
  authorize(ctx, 'operator.manage');
  const { id: asked, role, fabrics } = parseInput(UpdateOperatorInput, input);
  const { id } = await findOperator(ctx, asked);
  const given = fabrics === undefined ? undefined : await idsOf(ctx, fabrics ?? undefined);
  await transact(ctx.db, async (tx) => {
    const { email } = await holdOperator(tx, ctx, id);
    const before = await reachOf(tx, id);
    const after = { role: role ?? before.role, fabrics: given === undefined ? before.fabrics : given };
    const isLess = after.role !== 'administrator' || (before.fabrics === null && after.fabrics !== null);
    if (before.role === 'administrator' && isLess) await refuseLastAdministrator(tx, id);
    await write(tx, ctx, id, after);
    const kept = mayDo(after.role, 'enrollment.manage') ? after.fabrics : [];
    if (kept !== null) await endEnrollmentBeyond(tx, ctx, { id, kept });
    await audit(tx, ctx, {
      action: 'operator.changed',
      subject: { kind: 'operator', id },
      detail: { email, before, after },
    });
  });
  return { id };
}
