import { isDatabaseAway } from '@/lib/server/db/failures';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import { spreadRetrySeconds } from '@/lib/server/request/retry-after';

/** Every request is answered within 10 s, also when PostgreSQL hangs and the machine is busy besides. */
const ANSWER_WITHIN_MS = 8_500;

type Ask = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * One request's patience with the database: 503 when all that it asks takes too long together, or when the
 * database is away. What it was doing may still be done. What comes between two questions, such as a body that is still
 * being sent, does not count.
 */
export function patience(sentence: string): Ask {
  let leftMs = ANSWER_WITHIN_MS;
  const putOff = (cause: unknown) =>
    new ServiceError('unavailable', sentence, { cause, retryAfterSeconds: spreadRetrySeconds() });
  return async (work) => {
    const startedAt = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(putOff(new Error('no answer in time'))), Math.max(0, leftMs));
    });
    try {
      return await Promise.race([work(), late]);
    } catch (error) {
      throw isServiceError(error) || !isDatabaseAway(error) ? error : putOff(error);
    } finally {
      clearTimeout(timer);
      leftMs -= performance.now() - startedAt;
    }
  };
}

/** A deadline for a request that asks only one question. */
export const inTime = <T>(sentence: string, work: () => Promise<T>): Promise<T> => patience(sentence)(work);
