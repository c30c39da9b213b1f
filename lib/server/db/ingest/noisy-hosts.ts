import type { Db } from '@/lib/server/db/client';

/** A host whose content changes more often than this a day hides real changes and fills the disk. */
export const MOST_CONTENT_CHANGES_A_DAY = 24;

/** Clears hosts that had fewer changes than that on the last whole day and today so far. */
export async function clearNoisyHosts(db: Db, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE host SET noisy = false
    WHERE noisy AND (content_day < ${now}::date - 1 OR content_day = ${now}::date - 1 AND content_changes <= ${MOST_CONTENT_CHANGES_A_DAY}::int)`;
}
