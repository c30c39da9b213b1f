import type { Db } from '@/lib/server/db/client';

/** A host whose content is another one more often a day hides what changes and fills the disk. */
export const MOST_CONTENT_CHANGES_A_DAY = 24;

/** Calm again: the last whole day, and today up to now, had fewer changes than that. */
export async function clearNoisyHosts(db: Db, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE host SET noisy = false
    WHERE noisy AND (content_day < ${now}::date - 1 OR content_day = ${now}::date - 1 AND content_changes <= ${MOST_CONTENT_CHANGES_A_DAY}::int)`;
}
