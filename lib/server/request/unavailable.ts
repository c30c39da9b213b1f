import { isDatabaseAway, isDeadlock } from '@/lib/server/db/failures';
import { ServiceError } from '@/lib/server/errors';
import { spreadRetrySeconds } from '@/lib/server/request/retry-after';

/** The error that every door answers for what is nobody's fault and passes by itself. Undefined for any other error. */
export function asUnavailable(error: unknown): ServiceError | undefined {
  if (!isDatabaseAway(error) && !isDeadlock(error)) return undefined;
  return new ServiceError('unavailable', 'The database cannot be reached at the moment: try again later', {
    cause: error,
    retryAfterSeconds: spreadRetrySeconds(),
  });
}
