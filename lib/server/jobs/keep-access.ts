import type { CheckpointWriter } from '@/lib/server/audit/checkpoint';
import { recordOccurrences } from '@/lib/server/audit/count-occurrences';
import { sweepSessions } from '@/lib/server/auth/ended-sessions';
import { sweepSignInTries } from '@/lib/server/auth/sign-in-limits';
import type { DbRoot } from '@/lib/server/db/client';
import { forgetAnswers } from '@/lib/server/services/system';
import { every } from './every';

const EVERY_MS = 60_000;

type Options = {
  db: DbRoot;
  /** Where the head of the audit log is noted outside the database. */
  checkpoint?: CheckpointWriter;
  onError: (error: unknown) => void;
};

/**
 * Once a minute: what was counted is told to the audit log, its head is noted outside, and ended windows of sign-in
 * tries, and sessions and answers past their day, are removed. What it returns ends that, and does the same a last time.
 */
export function keepAccess({ db, checkpoint, onError }: Options): () => Promise<void> {
  const end = every(EVERY_MS, () => keep(db, checkpoint), onError);
  return async () => {
    await end();
    await keep(db, checkpoint).catch(onError);
  };
}

async function keep(db: DbRoot, checkpoint: CheckpointWriter | undefined): Promise<void> {
  const now = new Date();
  await sweepSignInTries(db, now);
  await sweepSessions(db, now);
  await forgetAnswers(db, now);
  const actor = { kind: 'system', id: 'job' } as const;
  await recordOccurrences({ actor, db, now, requestId: `access ${now.toISOString()}` });
  await checkpoint?.(db, now);
}
