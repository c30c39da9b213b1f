import { type AuditVerdict, verifyAudit as verifyChain } from '@/lib/server/audit/verify';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';

export async function verifyAudit({ ctx }: { ctx: Ctx }): Promise<AuditVerdict> {
  authorize(ctx, 'audit.read');
  return verifyChain(ctx.db);
}
