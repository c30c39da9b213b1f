import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { exceptionsOfHost, pastExceptionsOfHost } from '@/lib/client/exception-address';
import type { HostView } from '@/lib/client/outputs';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { ExceptionRow } from '@/lib/contracts/exception';

/** Ended or withdrawn after it was in force. */
export const isOver = ({ state, approvedAt }: ExceptionRow): boolean =>
  approvedAt !== null && (state === 'ended' || state === 'withdrawn');

/** Those that say something of a host as it is: in force, waiting, or the newest that is over where the host counts as such. */
export function useExceptionsOfHost({ id, exception }: HostView, at: string | null): ExceptionRow[] {
  const { list } = useTRPC().exception;
  const watched = watching(PAGE_EVERY_MS, at);
  const { exceptions } = useSuspenseQuery(list.queryOptions(exceptionsOfHost(id, at), watched)).data;
  const isAsked = exception === 'ended';
  const { data: past } = useQuery({
    ...list.queryOptions(pastExceptionsOfHost(id, at), watched),
    enabled: isAsked,
  });
  const newestOver = isAsked ? past?.exceptions.find(isOver) : undefined;
  return newestOver === undefined ? exceptions : [...exceptions, newestOver];
}
