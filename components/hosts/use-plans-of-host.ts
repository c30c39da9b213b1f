import { plansOfHost } from '@/lib/client/plan-address';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';

/** The plans that are under way over a host, asked for in the same way wherever it is shown. */
export const usePlansOfHost = (hostId: string, at: string | null) =>
  useTRPC().plan.list.queryOptions(plansOfHost(hostId, at), watching(PAGE_EVERY_MS, at));
