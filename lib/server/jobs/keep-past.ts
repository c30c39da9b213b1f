import type { DbRoot } from '@/lib/server/db/client';
import { fillPast, LONGEST_STEP_MS } from '@/lib/server/services/history';
import { inRounds, type Noting } from './rounds';

const EVERY_MS = 60_000;

/** Fills the read models of the past. */
export function keepPast(db: DbRoot, noting: Noting): () => Promise<void> {
  const fill = (isEnding: () => boolean) => fillPast({ db, now: new Date(), isEnding });
  const steps = { 'read models of the past not filled': fill };
  // A day of a large fleet is one step. If many days take that long, they stop and continue in the next round.
  return inRounds({ job: 'past', everyMs: EVERY_MS, stepMs: 2 * LONGEST_STEP_MS, steps }, noting);
}
