import { ById, type Done, type SessionRow } from '@/lib/contracts/administration';
import { mayDo } from '@/lib/domain/permissions';
import { audit } from '@/lib/server/audit/record';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import { browserOf } from '@/lib/server/auth/browser-name';
import { endSessions } from '@/lib/server/auth/end-sessions';
import type { Ctx, Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { liveSessions, visibleOperators } from '@/lib/server/services/operator/internal';

/** Named, because Prisma drops an `OR` of nothing from an `AND`, and would then find everybody's. */
const NOBODYS = { operatorId: { in: [] } };

/** Everybody's own sessions, and those of the operators whom an administrator sees. */
function visibleSessions(ctx: Ctx) {
  const { actor } = ctx;
  const isAdministrator =
    actor.kind === 'system' || ('role' in actor && mayDo(actor.role, 'operator.manage'));
  if (isAdministrator && fabricScope(ctx) === 'all') return {};
  const own = actor.kind === 'operator' ? { operatorId: actor.id } : NOBODYS;
  const others = isAdministrator ? { operator: visibleOperators(ctx) } : NOBODYS;
  return { OR: [own, others] };
}

/** Who is signed in; what ended by time but was not asked for since is left out. */
export async function listSessions({ ctx }: { ctx: Ctx }): Promise<SessionRow[]> {
  authorize(ctx, 'operator.self');
  const rows = await ctx.db.session.findMany({
    where: { AND: [visibleSessions(ctx), liveSessions(ctx)] },
    orderBy: [{ operator: { email: 'asc' } }, { createdAt: 'asc' }],
    select: {
      id: true,
      createdAt: true,
      lastSeenAt: true,
      userAgent: true,
      operator: { select: { id: true, email: true } },
    },
  });
  const current = ctx.actor.kind === 'operator' ? ctx.actor.sessionId : undefined;
  return rows.map(({ id, createdAt, lastSeenAt, userAgent, operator }) => ({
    id,
    operatorId: operator.id,
    email: operator.email,
    isCurrent: id === current,
    ...browserOf(userAgent),
    signedInAt: createdAt.toISOString(),
    lastSeenAt: (lastSeenAt ?? createdAt).toISOString(),
  }));
}

/** Signs one browser out, from its next request on. */
export async function endSession({ ctx, input }: Verb<ById>): Promise<Done> {
  authorize(ctx, 'operator.self');
  const { id } = parseInput(ById, input);
  await transact(ctx.db, async (tx) => {
    const where = { AND: [visibleSessions(ctx), { id }] };
    const session = await tx.session.findFirst({ where, select: { operatorId: true } });
    if (!session) throw new ServiceError('not_found', `There is no session ${id}`);
    await endSessions(tx, { id });
    const subject = { kind: 'operator', id: session.operatorId };
    await audit(tx, ctx, { action: 'operator.sessionEnded', subject, detail: { session: id } });
  });
  return { id };
}
