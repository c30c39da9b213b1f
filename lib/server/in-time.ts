import { isDatabaseAway } from '@/lib/server/db/failures';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import { spreadRetrySeconds } from '@/lib/server/retry-after';

/** Every request is answered within 10 s, also when PostgreSQL hangs. */
const ANSWER_WITHIN_MS = 9_500;

/**
 * What a request asks of the database before anything else: 503 when that takes too long or the database is
 * away. What it was doing may still be done.
 */
export async function inTime<T>(sentence: string, work: () => Promise<T>): Promise<T> {
  const putOff = (cause: unknown) =>
    new ServiceError('unavailable', sentence, { cause, retryAfterSeconds: spreadRetrySeconds() });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(putOff(new Error('no answer in time'))), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    throw isServiceError(error) || !isDatabaseAway(error) ? error : putOff(error);
  } finally {
    clearTimeout(timer);
  }
}
