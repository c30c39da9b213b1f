import type { SnapshotResult } from '@/lib/contracts/agent';
import { isDatabaseAway, isStatementTimeout } from '@/lib/server/db/failures';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import { spreadRetrySeconds } from '@/lib/server/request/retry-after';
import { createExpiringMap } from '@/lib/util/expiring-map';
import type { Delivery } from './decide';
import { foldCauseOf } from './fold-allowance';
import type { Answer } from './ingest-batch';
import type { IngestObserver } from './ingest-observer';

/** A delivery and the request that waits for its answer. */
export type Answering = {
  delivery: Delivery;
  /** True also once the time for the answer was over. */
  isAnswered: () => boolean;
  resolve: (results: SnapshotResult[] | null) => void;
  reject: (error: unknown) => void;
};

export type Answers = ReturnType<typeof createAnswers>;

/** Answers each waiting request, and reports to the observer why one was refused or deferred. */
export function createAnswers(observer: IngestObserver) {
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

/** Whether the database is gone or full, and not merely slow with this statement. */
export const isAway = (error: unknown) => isDatabaseAway(error) && !isStatementTimeout(error);

/** A host over its limit is counted again after this time, because counting costs more than refusing. */
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

export function unavailable(cause: unknown): ServiceError {
  return new ServiceError('unavailable', 'The database cannot take snapshots now; keep them and try again', {
    cause,
    retryAfterSeconds: spreadRetrySeconds(),
  });
}
