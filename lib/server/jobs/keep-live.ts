import type { DbRoot } from '@/lib/server/db/client';
import { readModelKeeper } from '@/lib/server/services/host';
import { inRounds, type Noting } from './rounds';

/** Every question judges again what changed since the last round, so the rounds are short. */
const EVERY_MS = 1_000;

const SENTENCE = 'read model of the live fleet not kept';

/** Keeps the read model of the live fleet. */
export function keepLive(db: DbRoot, noting: Noting): () => Promise<void> {
  const keepReadModel = readModelKeeper(db, (error) => noting.onError(error, SENTENCE));
  const keep = (isEnding: () => boolean) => keepReadModel({ now: new Date(), isEnding });
  return inRounds({ job: 'live', everyMs: EVERY_MS, steps: { [SENTENCE]: keep } }, noting);
}
