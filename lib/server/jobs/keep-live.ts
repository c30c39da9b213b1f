import type { DbRoot } from '@/lib/server/db/client';
import { settleFleet } from '@/lib/server/services/host';

/** What changed since the last round is judged anew by every question: so much of a fleet is soon judged. */
const EVERY_MS = 1_000;

/** Keeps the read model of the live fleet. What it returns ends that, after the batch that has begun. */
export function keepLive(db: DbRoot, onError: (error: unknown) => void): () => Promise<void> {
  let round: Promise<void> | undefined;
  let ending = false;
  const run = () => {
    round ??= settleFleet({ db, now: new Date(), isEnding: () => ending })
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
