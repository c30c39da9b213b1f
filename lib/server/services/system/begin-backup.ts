import { audit } from '@/lib/server/audit/record';
import { type AuditVerdict, verifyChain } from '@/lib/server/audit/verify';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';

export type BackupSubject = { serverEpoch: string; audit: { entries: number; head: string } };

/**
 * Records that everything in this database is about to be copied, and returns what the copy will contain at
 * least.
 */
export async function beginBackup({ ctx, input }: Verb<{ folder: string }>): Promise<BackupSubject> {
  authorize(ctx, 'system.backup');
  const installation = await ctx.db.installation.findUnique({ where: { id: 1 } });
  if (!installation)
    throw new ServiceError(
      'conflict',
      'This database was never served: start the server once, then back it up',
    );
  const { serverEpoch } = installation;
  await transact(ctx.db, (tx) =>
    audit(tx, ctx, { action: 'system.backupBegun', detail: { folder: input.folder } }),
  );
  const verdict = await verifyChain(ctx.db);
  return { serverEpoch, audit: endOf(verdict) };
}

/** A broken log is copied as it is: a backup does not judge it, and a restore reports it again. */
function endOf(verdict: AuditVerdict): BackupSubject['audit'] {
  return verdict.intact ? { entries: verdict.entries, head: verdict.head } : { entries: 0, head: '' };
}
