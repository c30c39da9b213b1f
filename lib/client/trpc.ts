'use client';

import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { fetchMarked } from '@/lib/client/error-code';
import { BATCH_AT_MOST } from '@/lib/contracts/words/batch';
import type { AppRouter } from '@/lib/server/trpc/root';

export const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>();

/** While a page is rendered on the server nothing is fetched: what it needs was prefetched or it fails. */
const NOT_PREFETCHED = 'This query was not prefetched: prefetch it in the page that renders this component';

export function createBrowserClient() {
  return createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: '/api/trpc',
        maxItems: BATCH_AT_MOST,
        fetch: (input, init) => {
          if (typeof window === 'undefined') throw new Error(NOT_PREFETCHED);
          return fetchMarked(input, init);
        },
      }),
    ],
  });
}
