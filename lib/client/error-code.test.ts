import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { afterEach, expect, it, vi } from 'vitest';
import type { AppRouter } from '@/lib/server/trpc/root';
import { fetchMarked, isRefused, isUnsent } from './error-code';

afterEach(() => vi.unstubAllGlobals());

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

it.each([
  ['offline before it was sent', false, false, true],
  ['offline only when its answer was lost', true, false, false],
  ['online, from a server that is away', true, true, false],
])('knows whether a change was sent that failed %s', async (_, before, after, unsent) => {
  const browser = { onLine: before };
  vi.stubGlobal('navigator', browser);
  vi.stubGlobal('fetch', async () => {
    browser.onLine = after;
    throw new TypeError('Failed to fetch');
  });
  const links = [httpBatchLink({ url: 'http://server.test', fetch: fetchMarked })];
  const told = await createTRPCClient<AppRouter>({ links })
    .operator.look.mutate({})
    .catch((error) => error);
  expect(isUnsent(told)).toBe(unsent);
});
