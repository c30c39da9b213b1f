import { QueryClient } from '@tanstack/react-query';

/** Long enough that what the server prefetched is not fetched again on arrival. */
const FRESH_MS = 5_000;
const RETRIES = 1;

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { staleTime: FRESH_MS, retry: RETRIES, refetchOnWindowFocus: true } },
  });
}
