import type { DbRoot } from '@/lib/server/db/client';
import { fillPast } from '@/lib/server/services/history';

const EVERY_MS = 60_000;

/** Fills the read models of the past once a minute. What it returns ends that, after the round that has begun. */
export function keepPast(db: DbRoot, onError: (error: unknown) => void): () => Promise<void> {
  let round: Promise<unknown> | undefined;
  let ending = false;
  const run = () => {
    round ??= fillPast({ db, now: new Date(), isEnding: () => ending })
      .catch(onError)
      .finally(() => {
        round = undefined;
      });
  };
  run();
  const timer = setInterval(run, EVERY_MS);
  timer.unref();
  return async () => {
    ending = true;
    clearInterval(timer);
    await round;
  };
}
