import { z } from 'zod';
import { ById, Done, EndedSessions, EndOtherSessionsInput, SessionRow } from '@/lib/contracts/administration';
import { mayDo } from '@/lib/domain/permissions';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import { browserOf } from '@/lib/server/auth/browser-name';
import { endSessions, refuseSignInsUnderWay } from '@/lib/server/auth/end-sessions';
import type { Ctx } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { findOperator, liveSessions, visibleOperators } from '@/lib/server/services/operator/internal';
import { listAs } from '@/lib/server/verbs/route';
import { verb } from '@/lib/server/verbs/verb';

/** An explicit empty condition: Prisma drops an empty `OR` from an `AND` and would find everybody's sessions. */
const NOBODYS = { operatorId: { in: [] } };

/** The caller's own sessions, and those of the operators whom an administrator manages. */
function visibleSessions(ctx: Ctx) {
  const { actor } = ctx;
  const isAdministrator =
    actor.kind === 'system' || ('role' in actor && mayDo(actor.role, 'operator.manage'));
  if (isAdministrator && fabricScope(ctx) === 'all') return {};
  const own = actor.kind === 'operator' ? { operatorId: actor.id } : NOBODYS;
  const others = isAdministrator ? { operator: visibleOperators(ctx) } : NOBODYS;
  return { OR: [own, others] };
}

/** The session that asks. A token and a shell have none. */
const currentSession = ({ actor }: Ctx) => (actor.kind === 'operator' ? actor.sessionId : undefined);

/** Who is signed in. A session that expired without another request is left out. */
export const listSessions = verb({
  procedure: 'operator.listSessions',
  route: { at: 'GET /api/v1/sessions', answer: listAs('sessions', SessionRow) },
  summary: 'Lists the sessions that the caller may end.',
  right: 'operator.self',
  kind: 'query',
  input: z.void(),
  output: z.array(SessionRow),
  work: async ({ ctx }) => {
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
    const current = currentSession(ctx);
    return rows.map(({ id, createdAt, lastSeenAt, userAgent, operator }) => ({
      id,
      operatorId: operator.id,
      email: operator.email,
      isCurrent: id === current,
      ...browserOf(userAgent),
      signedInAt: createdAt.toISOString(),
      lastSeenAt: (lastSeenAt ?? createdAt).toISOString(),
    }));
  },
});

/** Signs one browser out from its next request on. */
export const endSession = verb({
  procedure: 'operator.endSession',
  route: { at: 'DELETE /api/v1/sessions/:id', status: 204 },
  summary: 'Ends a session.',
  right: 'operator.self',
  kind: 'command',
  input: ById,
  output: Done,
  audit: 'operator.sessionEnded',
  work: async ({ ctx, input: { id }, audit }) => {
    await transact(ctx.db, async (tx) => {
      const where = { AND: [visibleSessions(ctx), { id }] };
      const session = await tx.session.findFirst({ where, select: { operatorId: true } });
      if (!session) throw new ServiceError('not_found', `There is no session ${id}`);
      await endSessions(tx, { id });
      const subject = { kind: 'operator', id: session.operatorId };
      await audit(tx, { subject, detail: { session: id } });
    });
    return { id };
  },
});

/**
 * Signs a person out of every browser except the one that asks, from the next request on. Without a name this
 * is the caller.
 */
export const endOtherSessions = verb({
  procedure: 'operator.endOtherSessions',
  route: { at: 'POST /api/v1/sessions/end-others' },
  summary: 'Ends all of a person’s sessions but the one that asks.',
  right: 'operator.self',
  kind: 'command',
  input: EndOtherSessionsInput,
  output: EndedSessions,
  audit: 'operator.sessionsEnded',
  work: async ({ ctx, input: { operator }, audit }) => {
    const id = operator === undefined ? ownId(ctx) : await otherId(ctx, operator);
    const current = currentSession(ctx);
    return transact(ctx.db, async (tx) => {
      await refuseSignInsUnderWay(tx, id);
      const others = { operatorId: id, ...(current !== undefined && { NOT: { id: current } }) };
      const ended = await endSessions(tx, { AND: [visibleSessions(ctx), liveSessions(ctx), others] });
      const subject = { kind: 'operator', id };
      if (ended > 0) await audit(tx, { subject, detail: { sessionsEnded: ended } });
      return { ended };
    });
  },
});

function ownId({ actor }: Ctx): string {
  if (actor.kind === 'operator') return actor.id;
  throw new ServiceError(
    'invalid_value',
    'Only a person has sessions: name the operator whose sessions end.',
    {
      pointer: '/operator',
    },
  );
}

/** Only administrators may learn which operators exist. */
async function otherId(ctx: Ctx, operator: string): Promise<string> {
  authorize(ctx, 'operator.manage');
  return (await findOperator(ctx, operator)).id;
}
