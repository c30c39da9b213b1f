import type { EnrollmentTokenRow } from '@/lib/contracts/administration';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { visibleFabrics } from '@/lib/server/services/fabric';
import { doersOf } from '@/lib/server/services/operator';

export async function listEnrollmentTokens({ ctx }: { ctx: Ctx }): Promise<EnrollmentTokenRow[]> {
  authorize(ctx, 'enrollment.manage');
  const rows = await ctx.db.enrollmentToken.findMany({
    where: { fabric: visibleFabrics(ctx) },
    orderBy: { id: 'asc' },
    omit: { hash: true, fabricId: true },
    include: { fabric: { select: { name: true } } },
  });
  const doer = await doersOf(
    ctx.db,
    rows.map(({ createdBy }) => createdBy),
  );
  return rows.map(({ fabric, createdAt, expiresAt, revokedAt, ...row }) => ({
    ...row,
    fabric: fabric.name,
    createdByName: doer(row.createdBy).name,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
    usable: revokedAt === null && expiresAt > ctx.now && row.used < row.uses,
  }));
}
