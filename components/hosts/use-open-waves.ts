'use client';

import { useQuery } from '@tanstack/react-query';
import type { HostView } from '@/lib/client/outputs';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';

/** The open waves that a host turned in; none of one that passes. */
export function useOpenWaves(host: HostView, at: string | null) {
  const trpc = useTRPC();
  const isAsked = host.state !== 'Passed';
  const { data, isLoading } = useQuery({
    ...trpc.change.waves.queryOptions({ host: host.id, at }, watching(PAGE_EVERY_MS, at)),
    enabled: isAsked,
  });
  return { waves: isAsked ? (data?.waves ?? []) : [], asOf: data?.asOf, isLoading };
}
