import { createHash, randomBytes } from 'node:crypto';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';

const VALID_MS = 72 * 3_600_000;

const identifierOf = (operatorId: string) => `invitation ${operatorId}`;

/** Only a digest of a link's token is stored. */
export const tokenDigest = (token: string) => createHash('sha256').update(token).digest('base64url');

/** Makes any link of the operator invalid. */
export async function dropInvitation(tx: Db, operatorId: string): Promise<void> {
  await tx.verification.deleteMany({ where: { identifier: identifierOf(operatorId) } });
}

/** Creates a new link for an operator and makes the previous one invalid. */
export async function writeInvitation(tx: Db, ctx: Ctx, operatorId: string) {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(ctx.now.getTime() + VALID_MS);
  await dropInvitation(tx, operatorId);
  await tx.verification.create({
    data: {
      id: tokenDigest(token),
      identifier: identifierOf(operatorId),
      value: operatorId,
      expiresAt,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    },
  });
  return { token, expiresAt };
}

/** When the open links of some operators expire. */
export async function openInvitations(
  ctx: Ctx,
  operatorIds: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const where = { identifier: { in: operatorIds.map(identifierOf) }, expiresAt: { gt: ctx.now } };
  const rows = await ctx.db.verification.findMany({ where, select: { value: true, expiresAt: true } });
  return new Map(rows.map(({ value, expiresAt }) => [value, expiresAt]));
}

/** The operator of a link, as long as the link works and the operator may sign in. */
export async function findInvitation(ctx: Ctx, token: string) {
  const invitation = await ctx.db.verification.findFirst({
    where: { id: tokenDigest(token), expiresAt: { gt: ctx.now } },
    select: { value: true },
  });
  return (
    invitation &&
    ctx.db.operator.findFirst({
      where: { id: invitation.value, disabledAt: null },
      select: { id: true, name: true, email: true },
    })
  );
}
