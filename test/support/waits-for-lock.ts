import { expect } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';

/** Returns once so many statements of this database wait for a lock that another transaction holds. */
export async function waitsForLock(db: DbRoot, count = 1): Promise<void> {
  const countWaiting = async () => {
    const [found] = await db.$queryRaw<{ waiting: number }[]>`
      SELECT count(*)::int AS waiting FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return found?.waiting;
  };
  await expect.poll(countWaiting).toBeGreaterThanOrEqual(count);
}
