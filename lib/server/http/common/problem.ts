import type { FastifyBaseLogger, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Problem } from '@/lib/contracts/agent';
import { valueInSentence } from '@/lib/contracts/words/value-rule';
import { type ErrorCode, isServiceError, ServiceError } from '@/lib/server/errors';
import { asUnavailable } from '@/lib/server/request/unavailable';

export const PROBLEM_TYPE = 'application/problem+json';

/** Fastify's own refusals in our words: its messages name the parser or the limit. */
const FRAMEWORK: Record<string, [ErrorCode, string]> = {
  FST_ERR_BAD_URL: ['bad_request', 'The address is not valid'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['too_large', 'The body is too large'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad_request', 'The body is not as long as Content-Length says'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid_json', 'The body is not valid JSON'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Send application/json'],
  FST_ERR_VALIDATION: ['invalid_value', 'The request does not fit'],
};

function frameworkError(error: FastifyError): ServiceError | undefined {
  const [code, words] = FRAMEWORK[error.code] ?? [];
  if (code && words) return new ServiceError(code, words, { pointer: pointerOf(error) });
  // One such error is a JSON body that would set a prototype.
  const isClients = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
  return isClients ? new ServiceError('bad_request', 'The request cannot be understood') : undefined;
}

function pointerOf(error: FastifyError): string | undefined {
  return error.validation?.[0]?.instancePath || undefined;
}

/** The error as a client may know it; undefined if only the log may have it. */
function knownError(error: unknown): ServiceError | undefined {
  if (isServiceError(error)) return error;
  return asUnavailable(error) ?? frameworkError(error as FastifyError);
}

function toProblem(error: ServiceError | undefined, requestId: string): Problem {
  if (!error)
    return {
      type: 'urn:guarded-fabric:problem:internal_error',
      title: 'Something went wrong on the server; its log holds the reason under this request id',
      status: 500,
      code: 'internal_error',
      requestId,
    };
  const { code, status, message, pointer, retryAfterSeconds, more } = error;
  const type = `urn:guarded-fabric:problem:${code}`;
  return { type, title: message, status, code, requestId, pointer, retryAfterSeconds, ...more };
}

/** `log` adds the request's id to each line. */
type AskedFor = { id: string; url: string; log: Pick<FastifyBaseLogger, 'error' | 'warn'> };

/** Every error of every route becomes RFC 9457 here, with our code and never a stack. */
export function problemOf(error: unknown, { id: requestId, url, log }: AskedFor) {
  const known = knownError(error);
  if (!known) log.error({ err: error, url }, 'unexpected error');
  if (known?.code === 'unavailable') log.warn({ err: error }, 'unavailable');
  const problem = toProblem(known, requestId);
  const headers = {
    'content-type': PROBLEM_TYPE,
    ...(problem.retryAfterSeconds && { 'retry-after': String(problem.retryAfterSeconds) }),
    ...(problem.status === 401 && { 'www-authenticate': 'Bearer' }),
  };
  return { problem, headers };
}

/** The format in which a verb says what a member of its input must be. */
const MEMBER_RULE = /^[^\s:]+: (must .+)$/s;

/**
 * A verb names the wrong member of its input as in a body. If the member came as a word of the address, the
 * word is named like any other, with its value.
 */
function aboutWord(error: unknown, request: FastifyRequest): unknown {
  if (!isServiceError(error) || error.code !== 'invalid_value' || !error.pointer?.startsWith('/'))
    return error;
  const [, word = '', place = '0'] = error.pointer.split('/');
  const described = request.routeOptions.schema?.querystring;
  if (!(described instanceof z.ZodObject) || !Object.hasOwn(described.shape, word)) return error;
  const value = new URL(request.raw.url ?? '/', 'http://localhost').searchParams.getAll(word)[Number(place)];
  const rule = MEMBER_RULE.exec(error.message)?.[1];
  // Text after another colon is no rule for a value, so it stays unchanged.
  if (rule === undefined) return new ServiceError('invalid_value', error.message, { pointer: word });
  const written = value === undefined ? '' : `, and is "${valueInSentence(value)}"`;
  return new ServiceError('invalid_value', `The parameter "${word}" ${rule}${written}.`, { pointer: word });
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { problem, headers } = problemOf(aboutWord(error, request), request);
  // Sent as text, because a route's own serializer knows its answers but no problems.
  return reply.code(problem.status).headers(headers).serializer(JSON.stringify).send(problem);
}
