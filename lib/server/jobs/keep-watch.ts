import type { DbRoot } from '@/lib/server/db/client';
import { watchFleet } from '@/lib/server/services/change';
import { noticeProgress } from '@/lib/server/services/plan';
import { every } from './every';

const EVERY_MS = 30_000;

/** Looks at the clock: which hosts have fallen silent; and at open plans: what later snapshots have proven of them. */
export function keepWatch(db: DbRoot, onError: (error: unknown) => void): () => Promise<void> {
  return every(EVERY_MS, () => watch(db), onError);
}

async function watch(db: DbRoot): Promise<void> {
  const now = new Date();
  const actor = { kind: 'system', id: 'job' } as const;
  const ctx = { actor, db, now, requestId: `watch ${now.toISOString()}` };
  await watchFleet({ ctx });
  await noticeProgress({ ctx });
}
