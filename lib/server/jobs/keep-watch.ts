import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { watchFleet } from '@/lib/server/services/change';
import { noticeProgress } from '@/lib/server/services/plan';
import { inRounds, type Noting } from './rounds';

const EVERY_MS = 30_000;

function ctxOf(db: DbRoot): Ctx {
  const now = new Date();
  return { actor: { kind: 'system', id: 'job' }, db, now, requestId: `watch ${now.toISOString()}` };
}

/** Records which hosts have fallen silent by the clock, and what later snapshots have proven about open plans. */
export function keepWatch(db: DbRoot, noting: Noting): () => Promise<void> {
  const steps = {
    'silent hosts not looked for': () => watchFleet({ ctx: ctxOf(db) }),
    'progress of plans not looked for': () => noticeProgress({ ctx: ctxOf(db) }),
  };
  return inRounds({ job: 'watch', everyMs: EVERY_MS, steps }, noting);
}
