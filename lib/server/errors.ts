/** Stable codes that clients switch on, with the HTTP status each one means. */
const STATUS_OF_CODE = {
  bad_request: 400,
  unknown_parameter: 400,
  invalid_value: 400,
  // The time lies before the day with which history begins.
  before_history: 400,
  invalid_json: 400,
  // 408 makes agents keep what they sent and try again.
  request_aborted: 408,
  unauthorized: 401,
  invalid_token: 401,
  forbidden: 403,
  host_locked: 403,
  // A token asked for something that only a person may do; the same person asked for what another person must do.
  person_required: 403,
  same_person: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  already_created: 409,
  already_enrolled: 409,
  // Another thing of the same kind has this name; `more` says which.
  name_taken: 409,
  // Other hosts match than those that were shown; an idempotency key was used for another request.
  selection_changed: 409,
  idempotency_conflict: 409,
  // Somebody has changed it since it was read.
  version_conflict: 409,
  // Another open plan holds the restart of a host.
  restart_held: 409,
  too_large: 413,
  unsupported_media_type: 415,
  invalid_envelope: 422,
  unknown_member: 422,
  selection_too_large: 422,
  too_many_requests: 429,
  unavailable: 503,
} as const;

/** The same code marks snapshots in a host's history that were refused for the lock. */
export const HOST_LOCKED = 'host_locked' satisfies ErrorCode;

export type ErrorCode = keyof typeof STATUS_OF_CODE;

/** What a client needs besides the code in order to continue. */
type More = { count?: number; digest?: string; id?: string; version?: number; present?: object };

type Options = { pointer?: string; retryAfterSeconds?: number; more?: More; cause?: unknown };

/**
 * The one error that verbs throw. `detail` is an English sentence for people (API, gf); screens render
 * text from `code`. Recognised by brand, never by instanceof: the pages' bundle has its own classes.
 */
export class ServiceError extends Error {
  readonly brand = 'guarded-fabric.ServiceError' as const;
  readonly code: ErrorCode;
  readonly status: number;
  readonly pointer: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly more: More;

  constructor(code: ErrorCode, detail: string, options: Options = {}) {
    super(detail, { cause: options.cause });
    this.name = 'ServiceError';
    this.code = code;
    this.status = STATUS_OF_CODE[code];
    this.pointer = options.pointer;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.more = options.more ?? {};
  }
}

export function isServiceError(error: unknown): error is ServiceError {
  return (
    typeof error === 'object' &&
    error !== null &&
    'brand' in error &&
    error.brand === 'guarded-fabric.ServiceError'
  );
}
