import type { SnapshotResult } from '@/lib/contracts/agent';
import type { DbRoot } from '@/lib/server/db/client';
import { isStatementLost } from '@/lib/server/db/direct';
import { isDatabaseAway, isDeadlock, isStatementTimeout } from '@/lib/server/db/failures';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import { spreadRetrySeconds } from '@/lib/server/request/retry-after';
import { createExpiringMap } from '@/lib/util/expiring-map';
import { grouped } from '@/lib/util/grouped';
import type { BatchSettings } from './batch-settings';
import type { Delivery } from './decide';
import { createFoldAllowance, foldCauseOf } from './fold-allowance';
import { type Answer, ingestBatch } from './ingest-batch';
import type { IngestObserver } from './ingest-observer';
import { itemByItem } from './item-by-item';
import { LongFoldsError } from './load-windows';

/** A delivery and whoever waits for its answer. */
export type Answering = {
  delivery: Delivery;
  /** Also once its time was over. */
  isAnswered: () => boolean;
  resolve: (results: SnapshotResult[] | null) => void;
  reject: (error: unknown) => void;
};

const MAX_TRIES = 3;
/** A batch that takes longer is tried host by host, within the time in which each request is answered. */
const BATCH_STATEMENT_MS = 3_000;
/** Hosts that are tried alone go side by side, so that a slow one does not keep the others waiting. */
export const LANES_ALONE = 3;
/** A fold of more receipts than this takes over a tenth of a second, for which hosts of the same batch should not wait. */
const LONG_FOLD = 2_000;

/** Writes batches and answers each of their deliveries; what one of them broke costs none of the others. */
export function createWriter(db: DbRoot, settings: BatchSettings, observer: IngestObserver) {
  const { answer, putOff, standingRefusal } = createAnswers(observer);
  const folds = createFoldAllowance();
  // Read for each batch: an administrator may have changed them since.
  const limited = (): BatchSettings => ({
    statementMs: BATCH_STATEMENT_MS,
    folds,
    ...settings,
    longFold: undefined,
  });

  async function ingest(deliveries: readonly Delivery[], own = limited()): Promise<Answer[]> {
    const startedAt = performance.now();
    const outcome = await withRetries(() => ingestBatch(db, deliveries, own));
    observer.committed({ seconds: (performance.now() - startedAt) / 1000, outcome });
    return outcome;
  }

  async function ingestOne(delivery: Delivery): Promise<SnapshotResult[]> {
    const [answer] = await ingest([delivery]);
    if (isServiceError(answer)) throw answer;
    return answer ?? [];
  }

  /**
   * Writes what can be written together. Gives back the requests of hosts whose histories take long to fold, of which
   * nothing is written yet.
   */
  async function write<T extends Answering>(batch: readonly T[]): Promise<T[]> {
    if (batch.length === 0) return [];
    const long = await writeTogether(batch, { ...limited(), longFold: settings.longFold ?? LONG_FOLD });
    if (long === null) return [];
    const isLong = ({ delivery }: Answering) => long.has(delivery.hostId);
    const others = await write(batch.filter((one) => !isLong(one)));
    return [...batch.filter(isLong), ...others];
  }

  /** However long their histories take to fold. */
  async function writeApart(batch: readonly Answering[]): Promise<void> {
    await writeTogether(batch, { ...limited(), readsLong: true });
  }

  /** Gives the hosts for whose long folds it was given up, and null where each request was answered. */
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
    else if (only !== undefined && others.length === 0) await itsItemsAlone(only, error);
    else await hostByHost(batch);
  }

  /**
   * What one request broke must not cost the others: each is tried alone, and only the culprit fails. A host is in one
   * lane at a time, since its requests wait for each other, and a host with few requests comes before one with many.
   */
  async function hostByHost(batch: readonly Answering[]): Promise<void> {
    const rest = groupByHost(batch).sort((one, other) => one.length - other.length);
    const lane = async () => {
      for (let ofHost = rest.shift(); ofHost !== undefined; ofHost = rest.shift()) await inTurn(ofHost);
    };
    await Promise.all(Array.from({ length: LANES_ALONE }, lane));
  }

  /** Once a host has taken too long, its other requests are put off with it: the next batch waits for this one. */
  async function inTurn(ofHost: readonly Answering[]): Promise<void> {
    let slow: unknown;
    for (const waiting of ofHost) {
      if (waiting.isAnswered()) continue;
      if (slow === undefined) slow = await alone(waiting);
      else putOff(waiting, slow);
    }
  }

  /** Gives the error of a request that was put off because it took too long. */
  async function alone(waiting: Answering): Promise<unknown> {
    try {
      const [answered] = await ingest([waiting.delivery]);
      answer(waiting, answered ?? null);
    } catch (error) {
      if (isAway(error)) putOff(waiting, error);
      else return itsItemsAlone(waiting, error);
    }
    return undefined;
  }

  /** Likewise. */
  async function itsItemsAlone(waiting: Answering, error: unknown): Promise<unknown> {
    const { delivery, isAnswered } = waiting;
    try {
      answer(waiting, await itemByItem(delivery, error, { ingest: ingestOne, isAnswered, observer }));
    } catch (reason) {
      if (isServiceError(reason)) answer(waiting, reason);
      else putOff(waiting, reason);
      return isStatementTimeout(reason) ? reason : undefined;
    }
    return undefined;
  }

  return { write, writeApart, standingRefusal };
}

/** Answers each waiting request, and reports to the observer why one was refused or put off. */
function createAnswers(observer: IngestObserver) {
  const overLimit = createStandingRefusals();

  function answer({ delivery, resolve, reject }: Answering, answered: Answer): void {
    if (!isServiceError(answered)) {
      resolve(answered);
      return;
    }
    const cause = foldCauseOf(answered);
    if (cause !== undefined) observer.refused(cause);
    else {
      observer.refused('over_limit');
      overLimit.note(delivery.hostId, answered);
    }
    reject(answered);
  }

  function putOff({ reject }: Answering, error: unknown): void {
    if (isStatementTimeout(error)) observer.refused('took_too_long');
    else if (isAway(error)) observer.refused('database_away');
    else {
      observer.refused('failed');
      observer.failed(error);
    }
    reject(unavailable(error));
  }

  return { answer, putOff, standingRefusal: overLimit.standing };
}

const groupByHost = (batch: readonly Answering[]): Answering[][] => [
  ...grouped(batch, ({ delivery }) => delivery.hostId).values(),
];

/** The database is gone or full, and not only slow with what it was asked. */
const isAway = (error: unknown) => isDatabaseAway(error) && !isStatementTimeout(error);

/** A host over its limit is counted again after this: counting costs more than refusing. */
const COUNTED_AGAIN_AFTER_MS = 30_000;

function createStandingRefusals() {
  const refusals = createExpiringMap<{ until: number; refusal: ServiceError }>(
    ({ until }) => until <= performance.now(),
  );
  return {
    note: (hostId: string, refusal: ServiceError): void => {
      refusals.set(hostId, { until: performance.now() + COUNTED_AGAIN_AFTER_MS, refusal });
    },
    standing: (hostId: string): ServiceError | undefined => {
      const found = refusals.get(hostId);
      return found !== undefined && found.until > performance.now() ? found.refusal : undefined;
    },
  };
}

/**
 * Two batches that flag the same duplicates may deadlock, and a pooler may have lost a prepared statement: PostgreSQL
 * undid the batch, which is then simply done again.
 */
async function withRetries<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (tried >= MAX_TRIES || !(isDeadlock(error) || isStatementLost(error))) throw error;
    }
  }
}

export function unavailable(cause: unknown): ServiceError {
  return new ServiceError('unavailable', 'The database cannot take snapshots now; keep them and try again', {
    cause,
    retryAfterSeconds: spreadRetrySeconds(),
  });
}
