import { ById, type Done } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse';
import { findOperator } from '@/lib/server/services/operator/internal';

/** Row locks in one order: of two administrators who disable each other at once, one is refused. */
async function refuseLastAdministrator(tx: Db, id: string): Promise<void> {
  const all = await tx.$queryRaw<{ id: string; allFabrics: boolean }[]>`
    SELECT id, all_fabrics AS "allFabrics" FROM operator
    WHERE role = 'administrator' AND disabled_at IS NULL ORDER BY id FOR UPDATE`;
  const leaving = all.find((administrator) => administrator.id === id);
  // One who is limited to fabrics can replace only another such one: the rest would be nobody's.
  const replaces = (other: { id: string; allFabrics: boolean }) =>
    other.id !== id && (other.allFabrics || !leaving?.allFabrics);
  if (!leaving || all.some(replaces)) return;
  const kind = leaving.allFabrics ? 'administrator of all fabrics' : 'administrator';
  throw new ServiceError('conflict', `This is the last ${kind}: make another one first`);
}

/** The tokens that the operator made, and those made with one of them in turn. */
async function revokeTokens(tx: Db, ctx: Ctx, id: string): Promise<void> {
  const revoked = await tx.$queryRaw<{ id: string; name: string }[]>`
    WITH RECURSIVE theirs AS (
      SELECT id FROM api_token WHERE created_by = ${id}
      UNION SELECT token.id FROM api_token token JOIN theirs ON token.created_by = theirs.id::text
    )
    UPDATE api_token SET revoked_at = ${ctx.now}
    WHERE revoked_at IS NULL AND id IN (SELECT id FROM theirs) RETURNING id::text, name`;
  for (const { id: tokenId, name } of revoked)
    await audit(tx, ctx, {
      action: 'apiToken.revoked',
      subject: { kind: 'apiToken', id: tokenId },
      detail: { name },
    });
}

/** Ends the operator's sessions and tokens in the same transaction: all are refused from their next request on. */
export async function disableOperator({ ctx, input }: Verb<ById>): Promise<Done> {
  authorize(ctx, 'operator.manage');
  const { id, email, disabledAt } = await findOperator(ctx, parseInput(ById, input).id);
  if (disabledAt) return { id };
  await transact(ctx.db, async (tx) => {
    await refuseLastAdministrator(tx, id);
    await tx.operator.update({ where: { id }, data: { disabledAt: ctx.now, updatedAt: ctx.now } });
    await tx.session.deleteMany({ where: { operatorId: id } });
    await revokeTokens(tx, ctx, id);
    await audit(tx, ctx, {
      action: 'operator.disabled',
      subject: { kind: 'operator', id },
      detail: { email },
    });
  });
  return { id };
}
