import { isDatabaseAway, isDeadlock, passingCode } from '@/lib/server/db/failures';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import { spreadRetrySeconds } from '@/lib/server/request/retry-after';

/**
 * The error that every door returns for faults that nobody caused and that pass by themselves. Undefined for
 * any other error.
 */
export function asUnavailable(error: unknown): ServiceError | undefined {
  if (!isDatabaseAway(error) && !isDeadlock(error)) return undefined;
  return new ServiceError('unavailable', 'The database cannot be reached at the moment: try again later', {
    cause: error,
    retryAfterSeconds: spreadRetrySeconds(),
  });
}

/**
 * The kind of passing outage, for the log: the driver's code, or the error's text if there is none. The
 * status alone would not distinguish a full server from a database that is away.
 */
export function outageOf(error: unknown): string | undefined {
  const ours = isServiceError(error) && error.code === 'unavailable' ? error : undefined;
  if (ours === undefined && asUnavailable(error) === undefined) return undefined;
  return passingCode(error) ?? (error instanceof Error ? error.message : String(error));
}
