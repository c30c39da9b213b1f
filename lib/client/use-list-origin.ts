'use client';

import { useSearchParams } from 'next/navigation';
import { LIST_WORD, type ListOrigin, readList } from '@/lib/client/list-word';

/** The list of hosts from which the page of a host was opened; null where it was opened from elsewhere. */
export function useListOrigin(): ListOrigin | null {
  const parameters = useSearchParams();
  return readList(parameters.get(LIST_WORD), parameters.getAll('fabric'));
}
