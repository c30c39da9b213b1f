import { z } from 'zod';
import { EnrollmentTokenRow } from '@/lib/contracts/administration';
import { visibleFabrics } from '@/lib/server/services/fabric';
import { doersOf } from '@/lib/server/services/operator';
import { listAs } from '@/lib/server/verbs/route';
import { verb } from '@/lib/server/verbs/verb';

export const listEnrollmentTokens = verb({
  procedure: 'enrollment.listTokens',
  route: { at: 'GET /api/v1/enrollment-tokens', answer: listAs('enrollmentTokens', EnrollmentTokenRow) },
  summary: 'Lists the enrolment tokens of the fabrics that the caller sees.',
  right: 'enrollment.manage',
  kind: 'query',
  input: z.void(),
  output: z.array(EnrollmentTokenRow),
  work: async ({ ctx }) => {
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
  },
});
