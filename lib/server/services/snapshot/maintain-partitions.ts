import { dayOf } from '@/lib/domain/history';
import type { DbRoot } from '@/lib/server/db/client';
import { dropHistory } from '@/lib/server/db/history/horizon';
import { clearNoisyHosts } from '@/lib/server/db/ingest/noisy-hosts';
import { dropPartitions, ensurePartitions } from '@/lib/server/db/ingest/partitions';
import { DAY_MS } from '@/lib/util/durations';
import { WINDOW_MS } from './decide';

/** A fold begins at midnight, so the whole day in which the window begins is needed. */
const RECEIPTS_KEPT_MS = WINDOW_MS + DAY_MS;

type Keeping = { retentionDays: number };

/** The midnight before which only segments that still hold are kept. */
function midnightKeptFrom(now: Date, { retentionDays }: Keeping): Date {
  return new Date((dayOf(now.getTime()) - retentionDays) * DAY_MS);
}

/**
 * Creates the partitions of today and tomorrow before they are needed. Drops receipts past their window and
 * history past its retention. Returns what was dropped.
 */
export async function maintainPartitions(db: DbRoot, now: Date, keeping: Keeping): Promise<string[]> {
  const times = [now.getTime(), now.getTime() + DAY_MS];
  await ensurePartitions(db, ['snapshot_receipt', 'state_segment', 'vm_segment', 'snapshot_document'], times);
  await clearNoisyHosts(db, now);
  const receipts = await dropPartitions(db, 'snapshot_receipt', new Date(now.getTime() - RECEIPTS_KEPT_MS));
  return [...receipts, ...(await dropHistory(db, midnightKeptFrom(now, keeping)))];
}
