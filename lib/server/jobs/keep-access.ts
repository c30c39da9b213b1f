import type { CheckpointWriter } from '@/lib/server/audit/checkpoint';
import { recordOccurrences } from '@/lib/server/audit/count-occurrences';
import { sweepSessions } from '@/lib/server/auth/ended-sessions';
import { sweepSignInTries } from '@/lib/server/auth/sign-in-limits';
import type { DbRoot } from '@/lib/server/db/client';
import { forgetAnswers } from '@/lib/server/services/system';
import { inRounds, type Noting, oneRound, type Rounds } from './rounds';

const EVERY_MS = 60_000;

/**
 * Once a minute: writes counted events to the audit log, writes its head outside the database (`checkpoint`),
 * and removes ended windows of sign-in attempts, and sessions and answers past their day. Returns a function
 * that ends this after a last round.
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
