import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';

type Input = { folder: string; bytes: number };

/**
 * Records that a complete copy exists, so that its age is known. The copy itself only contains that it was
 * begun.
 */
export async function finishBackup({ ctx, input: { folder, bytes } }: Verb<Input>): Promise<void> {
  authorize(ctx, 'system.backup');
  await transact(ctx.db, (tx) => audit(tx, ctx, { action: 'system.backupMade', detail: { folder, bytes } }));
}
