import type { CheckpointWriter } from '@/lib/server/audit/checkpoint';
import { recordOccurrences } from '@/lib/server/audit/count-occurrences';
import { sweepSessions } from '@/lib/server/auth/ended-sessions';
import { sweepSignInTries } from '@/lib/server/auth/sign-in-limits';
import type { DbRoot } from '@/lib/server/db/client';
import { forgetAnswers } from '@/lib/server/services/system';
import { inRounds, type Noting, oneRound, type Rounds } from './rounds';

const EVERY_MS = 60_000;

/**
 * Once a minute: what was counted is told to the audit log, its head is noted outside, and ended windows of sign-in
 * tries, and sessions and answers past their day, are removed. What it returns ends that, and does the same a last time.
 * `checkpoint` notes the head of the audit log outside the database.
 */
export function keepAccess(
  db: DbRoot,
  checkpoint: CheckpointWriter | undefined,
  noting: Noting,
): () => Promise<void> {
  const rounds: Rounds = {
    job: 'access',
    everyMs: EVERY_MS,
    steps: {
      'denials and sign-ins not told to the audit log': () => tellOccurrences(db),
      'head of the audit log not noted outside': async () => checkpoint?.(db, new Date()),
      'sign-in tries not swept': () => sweepSignInTries(db, new Date()),
      'ended sessions not swept': () => sweepSessions(db, new Date()),
      'old answers not forgotten': () => forgetAnswers(db, new Date()),
    },
  };
  const end = inRounds(rounds, noting);
  return async () => {
    await end();
    await oneRound(rounds, noting);
  };
}

function tellOccurrences(db: DbRoot): Promise<unknown> {
  const now = new Date();
  const actor = { kind: 'system', id: 'job' } as const;
  return recordOccurrences({ actor, db, now, requestId: `access ${now.toISOString()}` });
}
