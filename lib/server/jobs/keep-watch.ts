import type { DbRoot } from '@/lib/server/db/client';
import { watchFleet } from '@/lib/server/services/change';

const EVERY_MS = 30_000;

/** Looks at the clock twice a minute. What it returns ends that, after the round that has begun. */
export function keepWatch(db: DbRoot, onError: (error: unknown) => void): () => Promise<void> {
  let round: Promise<void> | undefined;
  const run = () => {
    round ??= watch(db)
      .catch(onError)
      .finally(() => {
        round = undefined;
      });
  };
  run();
  const timer = setInterval(run, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await round;
  };
}

async function watch(db: DbRoot): Promise<void> {
  const now = new Date();
  const actor = { kind: 'system', id: 'job' } as const;
  await watchFleet({ ctx: { actor, db, now, requestId: `watch ${now.toISOString()}` } });
}
