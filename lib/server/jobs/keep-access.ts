import { sweepSignInTries } from '@/lib/server/auth/sign-in-limits';
import type { DbRoot } from '@/lib/server/db/client';
import { every } from './every';

const EVERY_MS = 60_000;

/** Once a minute, what signing in leaves behind is put away. */
export function keepAccess(db: DbRoot, onError: (error: unknown) => void): () => Promise<void> {
  return every(EVERY_MS, () => sweepSignInTries(db, new Date()), onError);
}
