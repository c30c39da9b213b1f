import { isDatabaseAway, isDeadlock, passingCode } from '@/lib/server/db/failures';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import { spreadRetrySeconds } from '@/lib/server/request/retry-after';

/** The error that every door answers for what is nobody's fault and passes by itself. Undefined for any other error. */
export function asUnavailable(error: unknown): ServiceError | undefined {
  if (!isDatabaseAway(error) && !isDeadlock(error)) return undefined;
  return new ServiceError('unavailable', 'The database cannot be reached at the moment: try again later', {
    cause: error,
    retryAfterSeconds: spreadRetrySeconds(),
  });
}

/**
 * Which of the things that pass by themselves an error is about, for who logs it: the driver's code, or what the error
 * says where there is none. A server without room is not told apart from a database that is away by its status alone.
 */
export function outageOf(error: unknown): string | undefined {
  const ours = isServiceError(error) && error.code === 'unavailable' ? error : undefined;
  if (ours === undefined && asUnavailable(error) === undefined) return undefined;
  return passingCode(error) ?? (error instanceof Error ? error.message : String(error));
}
