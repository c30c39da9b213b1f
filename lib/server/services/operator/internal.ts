import { v7 as uuidv7 } from 'uuid';
import type { Role } from '@/lib/domain/roles';
import { fabricScope } from '@/lib/server/auth/authorize';
import { SESSION_IDLE_SECONDS } from '@/lib/server/auth/better-auth';
import { type Ctx, recordedBy } from '@/lib/server/context';
import type { Db, Prisma } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';

type NewOperator = {
  email: string;
  name: string;
  role: Role;
  /** Null means all fabrics. */
  fabricIds: string[] | null;
  passwordHash: string;
};

/**
 * Inserts an operator and the account with the password, in the shape that better-auth reads. The set-up link
 * stops working with the first operator.
 */
export async function insertOperator(tx: Db, ctx: Ctx, operator: NewOperator): Promise<string> {
  const id = uuidv7();
  const times = { createdAt: ctx.now, updatedAt: ctx.now };
  const { name, role, fabricIds, passwordHash } = operator;
  await tx.installation.updateMany({ data: { setUpHash: null } });
  await tx.operator.create({
    data: {
      id,
      email: operator.email.toLowerCase(),
      name,
      role,
      allFabrics: fabricIds === null,
      createdBy: recordedBy(ctx.actor),
      ...times,
    },
  });
  await tx.account.create({
    data: {
      id: uuidv7(),
      accountId: id,
      providerId: 'credential',
      operatorId: id,
      password: passwordHash,
      ...times,
    },
  });
  await tx.operatorFabric.createMany({
    data: (fabricIds ?? []).map((fabricId) => ({ operatorId: id, fabricId })),
  });
  return id;
}

/**
 * An administrator limited to fabrics manages only people who see no more, because otherwise they could lift
 * their own limit.
 */
export function visibleOperators(ctx: Ctx): Prisma.OperatorWhereInput {
  const scope = fabricScope(ctx);
  if (scope === 'all') return {};
  return { allFabrics: false, operatorFabrics: { every: { fabricId: { in: [...scope] } } } };
}

/** Sessions that have not ended and were not idle for too long. */
export function liveSessions(ctx: Ctx): Prisma.SessionWhereInput {
  const idleSince = new Date(ctx.now.getTime() - SESSION_IDLE_SECONDS * 1_000);
  return { absoluteExpiresAt: { gt: ctx.now }, lastSeenAt: { gt: idleSince } };
}

/** Finds a person by id or e-mail address, since a shell knows people by the latter. */
export async function findOperator(ctx: Ctx, idOrEmail: string) {
  const operator = await ctx.db.operator.findFirst({
    where: { AND: [visibleOperators(ctx), { OR: [{ id: idOrEmail }, { email: idOrEmail.toLowerCase() }] }] },
    select: { id: true, email: true, role: true, disabledAt: true },
  });
  if (!operator) throw new ServiceError('not_found', `There is no operator "${idOrEmail}"`);
  return operator;
}
