import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/lib/server/trpc/root';

/** A host as it arrives over the wire, where what the host sent may be anything or missing. */
export type HostView = inferRouterOutputs<AppRouter>['host']['get'];

/** What differs between two snapshots, likewise. */
export type ComparisonView = inferRouterOutputs<AppRouter>['snapshot']['compare'];
