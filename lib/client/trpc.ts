'use client';

import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { createChangeKeys } from '@/lib/client/change-key';
import { fetchMarked } from '@/lib/client/error-code';
import { BATCH_AT_MOST } from '@/lib/contracts/words/batch';
import type { AppRouter } from '@/lib/server/trpc/root';

export const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>();

/** While a page is rendered on the server nothing is fetched: what it needs was prefetched or it fails. */
const NOT_PREFETCHED = 'This query was not prefetched: prefetch it in the page that renders this component';

const KEY_HEADER = 'idempotency-key';

export function createBrowserClient() {
  const keys = createChangeKeys();
  return createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: '/api/trpc',
        maxItems: BATCH_AT_MOST,
        // Changes that are told in one request have none: a key is of one change.
        headers: ({ opList: [op, ...others] }) =>
          op.type === 'mutation' && others.length === 0 ? { [KEY_HEADER]: keys.keyOf(op) } : {},
        fetch: async (input, init) => {
          if (typeof window === 'undefined') throw new Error(NOT_PREFETCHED);
          const key = new Headers(init?.headers).get(KEY_HEADER);
          if (key === null) return fetchMarked(input, init);
          try {
            const response = await fetchMarked(input, init);
            keys.answered(key, response);
            return response;
          } catch (error) {
            keys.failed(key);
            throw error;
          }
        },
      }),
    ],
  });
}
