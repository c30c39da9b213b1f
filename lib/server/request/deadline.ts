import { isDatabaseAway } from '@/lib/server/db/failures';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import { spreadRetrySeconds } from '@/lib/server/request/retry-after';

/** Every request is answered within 10 s, even if PostgreSQL hangs and the machine is busy too. */
const ANSWER_WITHIN_MS = 8_500;

type Ask = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * One request's patience with the database: 503 if all its queries together take too long, or the database is
 * away. Its work may still complete. Time between two queries, for example while a body is being sent, does
 * not count.
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

/** A deadline for a request with only one query. */
export const inTime = <T>(sentence: string, work: () => Promise<T>): Promise<T> => patience(sentence)(work);
