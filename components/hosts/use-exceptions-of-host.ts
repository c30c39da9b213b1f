import { useSuspenseQuery } from '@tanstack/react-query';
import { exceptionsOfHost } from '@/lib/client/exception-address';
import type { HostView } from '@/lib/client/outputs';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { ExceptionRow } from '@/lib/contracts/exception';

/** Those that say something of a host as it is: in force, waiting, or the newest that ended where the host counts as such. */
export function useExceptionsOfHost({ id, exception }: HostView, at: string | null): ExceptionRow[] {
  const options = useTRPC().exception.list.queryOptions(
    exceptionsOfHost(id, at),
    watching(PAGE_EVERY_MS, at),
  );
  const { exceptions } = useSuspenseQuery(options).data;
  const newestEnded = exception === 'ended' && exceptions.find(({ state }) => state === 'ended');
  return exceptions.filter((one) => one.state !== 'ended' || one === newestEnded);
}
