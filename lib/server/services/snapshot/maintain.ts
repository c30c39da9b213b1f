import { DAY_MS } from '@/lib/domain/history';
import type { DbRoot } from '@/lib/server/db/client';
import { dropPartitions, ensurePartitions } from '@/lib/server/db/ingest/partitions';
import { WINDOW_MS } from './decide';

const HOUR_MS = 3_600_000;
/** A fold begins at a midnight, so the day in which the window begins is needed whole. */
const RECEIPTS_KEPT_MS = WINDOW_MS + DAY_MS;

/** Today's and tomorrow's partitions stand before they are needed; receipts past their window go. */
export async function maintainPartitions(db: DbRoot, now: Date): Promise<string[]> {
  const times = [now.getTime(), now.getTime() + DAY_MS];
  await ensurePartitions(db, ['snapshot_receipt', 'state_segment', 'vm_segment', 'snapshot_document'], times);
  return dropPartitions(db, 'snapshot_receipt', new Date(now.getTime() - RECEIPTS_KEPT_MS));
}

/** Once an hour; several instances may do it at once. Returns what ends it. */
export function keepPartitions(db: DbRoot, onError: (error: unknown) => void): () => void {
  const run = () => void maintainPartitions(db, new Date()).catch(onError);
  run();
  const timer = setInterval(run, HOUR_MS);
  timer.unref();
  return () => clearInterval(timer);
}
