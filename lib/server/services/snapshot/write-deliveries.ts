import type { DbRoot } from '@/lib/server/db/client';
import { type Answering, createAnswers, isAway, unavailable } from './answers';
import type { BatchSettings } from './batch-settings';
import type { Delivery } from './decide';
import { createFoldAllowance } from './fold-allowance';
import { type Answer, ingestBatch } from './ingest-batch';
import type { IngestObserver } from './ingest-observer';
import { LongFoldsError } from './load-windows';
import { createLoneWriter } from './write-alone';

/** A batch that takes longer is tried host by host, within the time in which each request is answered. */
const BATCH_STATEMENT_MS = 3_000;
/**
 * Folding more receipts than this takes over a tenth of a second, which hosts of the same batch should not
 * wait for.
 */
const LONG_FOLD = 2_000;

/**
 * Writes batches and answers each of their deliveries. A delivery that breaks a batch does not affect the
 * others.
 */
export function createWriter(db: DbRoot, settings: BatchSettings, observer: IngestObserver) {
  const { answer, putOff, standingRefusal } = createAnswers(observer);
  const folds = createFoldAllowance();
  // Read for each batch, because an administrator may have changed them.
  const limited = (): BatchSettings => ({
    statementMs: BATCH_STATEMENT_MS,
    folds,
    ...settings,
    longFold: undefined,
  });

  async function ingest(deliveries: readonly Delivery[], own = limited()): Promise<Answer[]> {
    const startedAt = performance.now();
    const outcome = await ingestBatch(db, deliveries, own);
    observer.committed({ seconds: (performance.now() - startedAt) / 1000, outcome });
    return outcome;
  }

  const alone = createLoneWriter({ ingest, answer, putOff, observer });

  /**
   * Writes what can be written together. Returns the requests of hosts whose histories take long to fold;
   * nothing of these is written yet.
   */
  async function write<T extends Answering>(batch: readonly T[]): Promise<T[]> {
    if (batch.length === 0) return [];
    const long = await writeTogether(batch, { ...limited(), longFold: settings.longFold ?? LONG_FOLD });
    if (long === null) return [];
    const isLong = ({ delivery }: Answering) => long.has(delivery.hostId);
    const others = await write(batch.filter((one) => !isLong(one)));
    return [...batch.filter(isLong), ...others];
  }

  /** Writes hosts however long their histories take to fold. */
  async function writeApart(batch: readonly Answering[]): Promise<void> {
    await writeTogether(batch, limited());
  }

  /** Returns the hosts whose long folds made it give up, or null once each request was answered. */
  async function writeTogether(
    batch: readonly Answering[],
    own: BatchSettings,
  ): Promise<LongFoldsError['hostIds'] | null> {
    try {
      const answers = await ingest(
        batch.map(({ delivery }) => delivery),
        own,
      );
      for (const [index, waiting] of batch.entries()) answer(waiting, answers[index] ?? null);
    } catch (error) {
      if (error instanceof LongFoldsError) return error.hostIds;
      await answerFailed(batch, error);
    }
    return null;
  }

  async function answerFailed(batch: readonly Answering[], error: unknown): Promise<void> {
    const [only, ...others] = batch;
    if (isAway(error)) for (const waiting of batch) putOff(waiting, error);
    else if (only !== undefined && others.length === 0) await alone.itsItemsAlone(only, error);
    else await alone.hostByHost(batch);
  }

  /** Answers requests that should have been answered above but were not. */
  function failed(batch: readonly Answering[], error: unknown): void {
    for (const { reject } of batch) reject(unavailable(error));
    observer.failed(error);
  }

  return { write, writeApart, failed, standingRefusal };
}
