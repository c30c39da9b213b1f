'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { ChosenHost, HostChoice } from '@/components/hosts/host-choice';
import { listInput } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import { type HostQuery, MAX_LIMIT } from '@/lib/contracts/words/host-query';

/** The chosen hosts by name. Of all that match they are read page by page, each page as of the first one's moment. */
export function useChosenNames(query: HostQuery): (choice: HostChoice) => Promise<readonly ChosenHost[]> {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return async (choice) => {
    if (!('all' in choice)) return [...choice.hosts.values()];
    const hosts: ChosenHost[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const asked = listInput({ ...query, limit: MAX_LIMIT, cursor: cursor ?? null });
      const page = await queries.fetchQuery({ ...trpc.host.list.queryOptions(asked), staleTime: 0 });
      hosts.push(...page.hosts);
      cursor = page.nextCursor;
    }
    return hosts;
  };
}
