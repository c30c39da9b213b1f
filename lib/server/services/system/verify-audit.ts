import { parseCheckpoints } from '@/lib/server/audit/checkpoint';
import { type AuditVerdict, verifyChain } from '@/lib/server/audit/verify';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';

/** `checkpoints` is the text of a checkpoint file, null where there is none to hold the log against; `torn` of its lines are none. */
export async function verifyAudit({
  ctx,
  input,
}: Verb<{ checkpoints: string | null }>): Promise<AuditVerdict & { torn: number }> {
  authorize(ctx, 'audit.read');
  const { checkpoints, torn } =
    input.checkpoints === null ? { checkpoints: [], torn: 0 } : parseCheckpoints(input.checkpoints);
  return { ...(await verifyChain(ctx.db, checkpoints)), torn };
}
