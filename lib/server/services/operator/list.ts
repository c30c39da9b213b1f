import { z } from 'zod';
import { ById, OperatorRow } from '@/lib/contracts/administration';
import type { Ctx } from '@/lib/server/context';
import type { Prisma } from '@/lib/server/db/client';
import { findOperator, liveSessions, visibleOperators } from '@/lib/server/services/operator/internal';
import { openInvitations } from '@/lib/server/services/operator/invitation-links';
import { listAs } from '@/lib/server/verbs/route';
import { verb } from '@/lib/server/verbs/verb';

async function rowsOf(ctx: Ctx, where: Prisma.OperatorWhereInput): Promise<OperatorRow[]> {
  const rows = await ctx.db.operator.findMany({
    where,
    orderBy: { email: 'asc' },
    include: {
      operatorFabrics: { select: { fabric: { select: { name: true } } } },
      sessions: { where: liveSessions(ctx), select: { createdAt: true, lastSeenAt: true } },
    },
  });
  const invitedUntil = await openInvitations(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const seen = row.sessions.map(({ createdAt, lastSeenAt }) => (lastSeenAt ?? createdAt).getTime());
    return {
      id: row.id,
      name: row.name,
      email: row.email,
      role: row.role,
      fabrics: row.allFabrics ? null : row.operatorFabrics.map(({ fabric }) => fabric.name).sort(),
      createdAt: row.createdAt.toISOString(),
      disabledAt: row.disabledAt?.toISOString() ?? null,
      sessions: seen.length,
      lastSeenAt: seen.length === 0 ? null : new Date(Math.max(...seen)).toISOString(),
      invitedUntil: invitedUntil.get(row.id)?.toISOString() ?? null,
    };
  });
}

export const listOperators = verb({
  procedure: 'operator.list',
  route: { at: 'GET /api/v1/operators', answer: listAs('operators', OperatorRow) },
  summary: 'Lists everybody who may sign in, and what they may do.',
  right: 'operator.manage',
  kind: 'query',
  input: z.void(),
  output: z.array(OperatorRow),
  work: async ({ ctx }) => {
    return rowsOf(ctx, visibleOperators(ctx));
  },
});

/** One operator, by id or e-mail address. */
export async function operatorRow(ctx: Ctx, idOrEmail: string): Promise<OperatorRow> {
  const { id } = await findOperator(ctx, idOrEmail);
  const [row] = await rowsOf(ctx, { id });
  if (!row) throw new Error(`The operator ${id} has gone`);
  return row;
}

export const getOperator = verb({
  route: { at: 'GET /api/v1/operators/:id' },
  summary: 'Shows one account.',
  right: 'operator.manage',
  kind: 'query',
  input: ById,
  output: OperatorRow,
  work: ({ ctx, input: { id } }) => operatorRow(ctx, id),
});
