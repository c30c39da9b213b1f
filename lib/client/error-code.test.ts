import { expect, it } from 'vitest';
import { isRefused } from './error-code';

it.each([
  [{ data: { code: 'unauthorized', httpStatus: 401 } }, true],
  [{ data: { code: 'forbidden', httpStatus: 403 } }, true],
  [{ data: { code: 'invalid_value', httpStatus: 400 } }, true],
  [{ data: { code: 'too_many_requests', httpStatus: 429 } }, false],
  [{ data: { code: 'unavailable', httpStatus: 503 } }, false],
  [{ data: { code: 'internal_error', httpStatus: 500 } }, false],
  [new TypeError('Failed to fetch'), false],
  [null, false],
])('tells a refusal, which stays one, from a server that is away: %o', (error, refused) =>
  expect(isRefused(error)).toBe(refused),
);
