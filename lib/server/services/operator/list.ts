import type { OperatorRow } from '@/lib/contracts/administration';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { visibleOperators } from '@/lib/server/services/operator/internal';

export async function listOperators({ ctx }: { ctx: Ctx }): Promise<OperatorRow[]> {
  authorize(ctx, 'operator.manage');
  const rows = await ctx.db.operator.findMany({
    where: visibleOperators(ctx),
    orderBy: { email: 'asc' },
    include: { operatorFabrics: { select: { fabric: { select: { name: true } } } } },
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    fabrics: row.allFabrics ? null : row.operatorFabrics.map(({ fabric }) => fabric.name).sort(),
    createdAt: row.createdAt.toISOString(),
    disabledAt: row.disabledAt?.toISOString() ?? null,
  }));
}
