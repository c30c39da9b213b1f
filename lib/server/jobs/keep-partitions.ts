import type { DbRoot } from '@/lib/server/db/client';
import { maintainPartitions } from '@/lib/server/services/snapshot';
import type { LiveSettings } from '@/lib/server/verbs/facilities';
import { HOUR_MS } from '@/lib/util/durations';
import { inRounds, type Noting } from './rounds';

/** Creates tomorrow's partitions and drops expired ones; several instances may do it at once. */
export function keepPartitions(db: DbRoot, settings: LiveSettings, noting: Noting): () => Promise<void> {
  const keep = async () => {
    // Dropped data does not come back, so the setting is read first: another server may have been told to
    // keep it longer.
    await settings.refresh();
    await maintainPartitions(db, new Date(), settings);
  };
  return inRounds({ job: 'partitions', everyMs: HOUR_MS, steps: { 'partitions not kept': keep } }, noting);
}
