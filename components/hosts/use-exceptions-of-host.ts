import { useSuspenseQuery } from '@tanstack/react-query';
import { exceptionsOfHost } from '@/lib/client/exception-address';
import type { HostView } from '@/lib/client/outputs';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { ExceptionRow } from '@/lib/contracts/exception';

/** Ended or withdrawn after it was in force. */
export const isOver = ({ state, approvedAt }: ExceptionRow): boolean =>
  approvedAt !== null && (state === 'ended' || state === 'withdrawn');

/** Those that say something of a host as it is: in force, waiting, or the newest that is over where the host counts as such. */
export function useExceptionsOfHost({ id, exception }: HostView, at: string | null): ExceptionRow[] {
  const options = useTRPC().exception.list.queryOptions(
    exceptionsOfHost(id, at),
    watching(PAGE_EVERY_MS, at),
  );
  const { exceptions } = useSuspenseQuery(options).data;
  const newestOver = exception === 'ended' ? exceptions.find(isOver) : undefined;
  return exceptions.filter(
    (one) => one.state === 'inForce' || one.state === 'requested' || one === newestOver,
  );
}
