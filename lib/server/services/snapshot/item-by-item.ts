import type { SnapshotResult } from '@/lib/contracts/agent';
import { isDatabaseAway, isDataRefused, isDeadlock, isStatementTimeout } from '@/lib/server/db/failures';
import { isServiceError } from '@/lib/server/errors';
import type { Delivery } from './decide';
import type { IngestObserver } from './ingest-observer';
import type { ReadItem } from './read-item';
import type { Rejection } from './rejection';

type Trying = {
  /** Writes one delivery in its own transaction. Throws the reason if it was not written. */
  ingest: (delivery: Delivery) => Promise<SnapshotResult[]>;
  /** Nobody waits for the answer any more. */
  isAnswered: () => boolean;
  observer: IngestObserver;
};

const UNSTORABLE: Rejection = {
  code: 'unstorable',
  message:
    'The database cannot store what this snapshot says; it is kept out, and the others are not affected',
  pointer: '',
};

/**
 * Writes each item of a delivery alone after the whole failed with `error`. An item that the database refuses
 * is rejected. One that fails for an unknown reason is left out, and its host sends it again. Throws if an
 * item takes too long, after the others were stored: its host sends everything again and gets `duplicate` for
 * those.
 */
export async function itemByItem(
  delivery: Delivery,
  error: unknown,
  trying: Trying,
): Promise<SnapshotResult[]> {
  if (isNoFaultOfAnItem(error)) throw error;
  const [item, ...others] = delivery.items;
  if (item === undefined) throw error;
  if (others.length === 0) return refuseItem(delivery, item, { ...trying, error });
  const results: SnapshotResult[] = [];
  const putOff: unknown[] = [];
  for (const one of delivery.items) {
    if (trying.isAnswered()) break;
    try {
      results.push(...(await ofOne(delivery, one, trying)));
    } catch (reason) {
      if (isNoFaultOfAnItem(reason)) throw reason;
      putOff.push(reason);
    }
  }
  const slow = putOff.find(isStatementTimeout);
  if (slow !== undefined) throw slow;
  const [unknown] = putOff;
  if (unknown === undefined) return results;
  if (results.length === 0) throw unknown;
  trying.observer.refused('failed');
  trying.observer.failed(unknown);
  return results;
}

/**
 * Errors that no item caused: the database is away, a rolled-back attempt is simply repeated, or the host is
 * refused for what it keeps.
 */
const isNoFaultOfAnItem = (error: unknown) =>
  isServiceError(error) || isDeadlock(error) || (isDatabaseAway(error) && !isStatementTimeout(error));

async function ofOne(delivery: Delivery, item: ReadItem, trying: Trying): Promise<SnapshotResult[]> {
  try {
    return await trying.ingest({ ...delivery, items: [item] });
  } catch (error) {
    return refuseItem(delivery, item, { ...trying, error });
  }
}

/**
 * Stores the rejection, so that a repetition gets the same answer and the host does not stay green on older
 * evidence.
 */
async function refuseItem(
  delivery: Delivery,
  item: ReadItem,
  { ingest, observer, error }: Trying & { error: unknown },
): Promise<SnapshotResult[]> {
  if (!isDataRefused(error)) throw error;
  const results = await ingest({ ...delivery, items: [{ ...item, rejection: UNSTORABLE }] });
  observer.refusedByDatabase({ hostId: delivery.hostId, snapshotId: item.snapshotId, error });
  return results;
}
