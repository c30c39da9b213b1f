import type { DbRoot } from '@/lib/server/db/client';
import { readModelKeeper } from '@/lib/server/services/host';
import { every } from './every';

/** What changed since the last round is judged anew by every question: so much of a fleet is soon judged. */
const EVERY_MS = 1_000;

/** Keeps the read model of the live fleet. */
export function keepLive(db: DbRoot, onError: (error: unknown) => void): () => Promise<void> {
  const keepReadModel = readModelKeeper(db, onError);
  return every(EVERY_MS, (isEnding) => keepReadModel({ now: new Date(), isEnding }), onError);
}
