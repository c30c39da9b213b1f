import { randomUUID } from 'node:crypto';
import { audit } from '@/lib/server/audit/record';
import { type AuditVerdict, verifyChain } from '@/lib/server/audit/verify';
import { authorize } from '@/lib/server/auth/authorize';
import { endSessions } from '@/lib/server/auth/end-sessions';
import type { Verb } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';

type Input = { madeAt: string; audit: { entries: number; head: string } };

export type Restored = {
  serverEpoch: string;
  audit: AuditVerdict;
  /** Whether the log still holds the entries that it held when the backup was begun. */
  holdsHead: boolean;
};

async function holds(db: Db, { entries, head }: Input['audit']): Promise<boolean> {
  if (entries === 0) return true;
  const row = await db.auditEntry.findUnique({
    where: { sequence: BigInt(entries) },
    select: { hash: true },
  });
  return row !== null && Buffer.from(row.hash).toString('hex') === head;
}

/**
 * A restored database is not the one that agents knew: its new epoch makes them send again what it has lost.
 * Sessions end, because one that was ended after the backup would be valid again.
 */
export async function finishRestore({ ctx, input }: Verb<Input>): Promise<Restored> {
  authorize(ctx, 'system.backup');
  const verdict = await verifyChain(ctx.db);
  const holdsHead = await holds(ctx.db, input.audit);
  const serverEpoch = randomUUID();
  await transact(ctx.db, async (tx) => {
    await tx.installation.update({
      where: { id: 1 },
      data: { serverEpoch, databaseSystem: null, databaseTimeline: null },
    });
    const sessions = await endSessions(tx, {});
    const detail = { backupMadeAt: input.madeAt, sessionsEnded: sessions };
    await audit(tx, ctx, { action: 'system.restored', detail });
  });
  return { serverEpoch, audit: verdict, holdsHead };
}
