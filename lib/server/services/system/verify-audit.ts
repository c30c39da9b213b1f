import { z } from 'zod';
import { AuditVerification } from '@/lib/contracts/audit';
import { parseCheckpoints, readCheckpointFile } from '@/lib/server/audit/checkpoint';
import { verifyChain } from '@/lib/server/audit/verify';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { verb } from '@/lib/server/verbs/verb';

async function verify(ctx: Ctx, text: string | null): Promise<AuditVerification> {
  const { checkpoints, torn } = text === null ? { checkpoints: [], torn: 0 } : parseCheckpoints(text);
  const verdict = await verifyChain(ctx.db, checkpoints);
  const checked = { asOf: ctx.now.toISOString(), torn };
  if (!verdict.intact) return { ...verdict, ...checked, checkpointAt: verdict.checkpointAt ?? null };
  const first = await ctx.db.auditEntry.findFirst({ orderBy: { sequence: 'asc' }, select: { at: true } });
  return { ...verdict, ...checked, firstAt: first?.at.toISOString() ?? null };
}

/** The running check of each database. */
const underWay = new WeakMap<Db, { text: string | null; verdict: Promise<AuditVerification> }>();

/**
 * Checks the whole log. `checkpoints` is the text of a checkpoint file, null if there is none to compare
 * with. The log may be long: a caller who asks during the same check waits for its verdict.
 */
export async function verifyAuditAgainst(ctx: Ctx, checkpoints: string | null): Promise<AuditVerification> {
  authorize(ctx, 'audit.read');
  const current = underWay.get(ctx.db);
  if (current?.text === checkpoints) return current.verdict;
  const verdict = verify(ctx, checkpoints);
  underWay.set(ctx.db, { text: checkpoints, verdict });
  try {
    return await verdict;
  } finally {
    if (underWay.get(ctx.db)?.verdict === verdict) underWay.delete(ctx.db);
  }
}

/** Checks the log against the checkpoints that this server writes, if it does. */
export const verifyAudit = verb({
  procedure: 'system.verifyAudit',
  route: { at: 'GET /api/v1/audit/verify' },
  summary: 'Verifies that no entry of the audit log was changed or removed.',
  right: 'audit.read',
  kind: 'command',
  input: z.void(),
  output: AuditVerification,
  needs: ['env'],
  keepsNoKey: true,
  work: async ({ ctx, env }) => verifyAuditAgainst(ctx, await readCheckpointFile(env.auditCheckpointFile)),
});
