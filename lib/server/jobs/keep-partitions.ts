import type { DbRoot } from '@/lib/server/db/client';
import { type Keeping, maintainPartitions } from '@/lib/server/services/snapshot';
import { every } from './every';

const HOUR_MS = 3_600_000;

/** Makes tomorrow's partitions and drops those past their time; several instances may do it at once. */
export function keepPartitions(
  db: DbRoot,
  keeping: Keeping,
  onError: (error: unknown) => void,
): () => Promise<void> {
  return every(HOUR_MS, () => maintainPartitions(db, new Date(), keeping), onError);
}
