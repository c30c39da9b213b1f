import { TRPCError } from '@trpc/server';
import { type ErrorCode, isServiceError, ServiceError } from '@/lib/server/errors';
import type { Logger } from '@/lib/server/process/logger';
import { invalidInput } from '@/lib/server/request/parse-input';
import { asUnavailable } from '@/lib/server/request/unavailable';
import { isRecord } from '@/lib/util/guards';

const TRPC_CODE = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
} as const;

const CODE_OF_TRPC: Partial<Record<TRPCError['code'], ErrorCode>> = {
  PARSE_ERROR: 'invalid_json',
  BAD_REQUEST: 'bad_request',
  METHOD_NOT_SUPPORTED: 'method_not_allowed',
  NOT_FOUND: 'not_found',
  PAYLOAD_TOO_LARGE: 'too_large',
  UNSUPPORTED_MEDIA_TYPE: 'unsupported_media_type',
};

function isZodError(error: unknown): error is Parameters<typeof invalidInput>[0] {
  return isRecord(error) && error.name === 'ZodError' && Array.isArray(error.issues);
}

/** The error as clients may know it; undefined if only the log may have it. */
function knownError(error: TRPCError): ServiceError | undefined {
  if (isServiceError(error.cause)) return error.cause;
  if (error.code === 'BAD_REQUEST' && isZodError(error.cause)) return invalidInput(error.cause);
  const code = CODE_OF_TRPC[error.code];
  return asUnavailable(error.cause) ?? (code && new ServiceError(code, error.message));
}

/** A verb's error with the tRPC code, and so the HTTP status, of its own code. */
export function asTrpcError(error: unknown): TRPCError {
  const outer =
    error instanceof TRPCError ? error : new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: error });
  const known = knownError(outer);
  const code = known && TRPC_CODE[known.status as keyof typeof TRPC_CODE];
  return code && code !== outer.code ? new TRPCError({ code, message: known.message, cause: known }) : outer;
}

export type ErrorData = {
  code: ErrorCode | 'internal_error';
  httpStatus: number;
  pointer?: string;
  retryAfterSeconds?: number;
};

/** What a client gets: our stable code, and never a stack, SQL or path. */
export function describeError(error: TRPCError): { message: string; data: ErrorData } {
  const known = knownError(error);
  if (!known)
    return {
      message: 'Something went wrong on the server; its log holds the reason',
      data: { code: 'internal_error', httpStatus: 500 },
    };
  const { code, status: httpStatus, pointer, retryAfterSeconds } = known;
  return { message: known.message, data: { code, httpStatus, pointer, retryAfterSeconds } };
}

type Failure = { error: TRPCError; path?: string | undefined };

/** Logs errors whose reason clients do not get, with the id of the request. */
export function logsUnexpected(log: Pick<Logger, 'error'>, requestId: string) {
  return ({ error, path }: Failure): void => {
    if (knownError(error) === undefined) log.error({ err: error, path, requestId }, 'unexpected error');
  };
}
