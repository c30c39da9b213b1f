import { dehydrate, type FetchQueryOptions, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { createTRPCClient, TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { cache, createElement, type ReactNode } from 'react';
import { requestScope } from '@/lib/server/auth/session';
import type { AppCaller, AppRouter } from '@/lib/server/trpc/root';
import { isRecord } from '@/lib/util/guards';

/** The procedures, called as the person who requested this page: `await api().fabric.list()`. */
export function api(): AppCaller {
  return requestScope().caller;
}

function textOfError(error: unknown, word: 'code' | 'pointer'): string | undefined {
  if (!isRecord(error)) return undefined;
  for (const holder of [error.data, error.cause]) {
    const text = isRecord(holder) ? holder[word] : undefined;
    if (typeof text === 'string') return text;
  }
  return undefined;
}

/**
 * Our stable code of an error that `api()` or `prefetch()` threw, such as `not_found`; undefined for anything
 * unexpected.
 */
export const errorCode = (error: unknown) => textOfError(error, 'code');

/** The wrong word of the question, if it is a single one. */
export const errorPointer = (error: unknown) => textOfError(error, 'pointer');

/** Calls procedures in this process instead of over HTTP, which would need a second sign-in and an address. */
const inProcess: TRPCLink<AppRouter> = () => {
  const { call } = requestScope();
  return ({ op }) =>
    observable((observer) => {
      call(op.path, op.input).then(
        (answer) => {
          if ('error' in answer) return observer.error(TRPCClientError.from(answer));
          observer.next({ result: { data: answer.data } });
          observer.complete();
        },
        (error: unknown) => observer.error(TRPCClientError.from(error as Error)),
      );
    });
};

/** One per request, because people see different data. */
const queryClient = cache(
  () =>
    new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } } }),
);

/** The same query options as in the browser, for `prefetch`: `serverTrpc().host.list.queryOptions(input)`. */
export const serverTrpc = cache(() =>
  createTRPCOptionsProxy<AppRouter>({
    client: createTRPCClient<AppRouter>({ links: [inProcess] }),
    queryClient: queryClient(),
  }),
);

/** Runs a query now and keeps its answer for `Hydrated`. Rethrows errors, so that a page can show them. */
export function prefetch<Data, Failure, Shown, Key extends readonly unknown[]>(
  options: FetchQueryOptions<Data, Failure, Shown, Key>,
): Promise<Shown> {
  return queryClient().fetchQuery(options);
}

/** Passes prefetched answers to the components inside it. */
export function Hydrated({ children }: { children: ReactNode }) {
  return createElement(HydrationBoundary, { state: dehydrate(queryClient()) }, children);
}
