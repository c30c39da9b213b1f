import type { SnapshotResult } from '@/lib/contracts/agent';
import { isServiceError } from '@/lib/server/errors';
import type { SnapshotBatcher } from './batcher';
import type { Delivery } from './decide';
import type { ReadItem } from './read-item';

/** This much is judged and packed without a pause: a wide document costs some milliseconds. */
const PART_BYTES = 512 * 1024;

/** Writes wide snapshots in parts. Each part is committed before the next, so what is sent again is a duplicate. */
export async function deliverInParts(
  delivery: Delivery,
  deliver: SnapshotBatcher['deliver'],
): Promise<SnapshotResult[]> {
  const results: SnapshotResult[] = [];
  for (const items of partsOf(delivery.items)) {
    try {
      results.push(...((await deliver({ ...delivery, items })) ?? []));
    } catch (error) {
      // The host has reached its limit: what was accepted before is answered, and the rest is left out.
      if (results.length > 0 && isServiceError(error) && error.status === 429) break;
      throw error;
    }
  }
  return results;
}

function partsOf(items: readonly ReadItem[]): ReadItem[][] {
  const parts: ReadItem[][] = [[]];
  let bytes = 0;
  for (const item of items) {
    if (bytes > 0 && bytes + item.sizeBytes > PART_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(item);
    bytes += item.sizeBytes;
  }
  return parts;
}
