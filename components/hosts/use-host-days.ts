'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useZone } from '@/components/ui/use-zone';
import { useTRPC } from '@/lib/client/trpc';

/** Days that are over change only by late evidence; how the host is now stands above. */
const DAYS_ASKED_MS = 5 * 60_000;

/** How a host was on each of its last days. */
export function useHostDays(id: string, at: string | null) {
  const { timeZone } = useZone();
  const options = useTRPC().history.hostDays.queryOptions(
    { id, at, timeZone },
    { placeholderData: keepPreviousData, ...(at === null && { refetchInterval: DAYS_ASKED_MS }) },
  );
  return useQuery(options);
}
