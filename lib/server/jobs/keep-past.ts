import type { DbRoot } from '@/lib/server/db/client';
import { fillPast } from '@/lib/server/services/history';
import { every } from './every';

const EVERY_MS = 60_000;

/** Fills the read models of the past. */
export function keepPast(db: DbRoot, onError: (error: unknown) => void): () => Promise<void> {
  return every(EVERY_MS, (isEnding) => fillPast({ db, now: new Date(), isEnding }), onError);
}
