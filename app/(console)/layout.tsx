import type { ReactNode } from 'react';
import { TimeNavigation } from '@/components/fleet/time-navigation';
import { Shell } from '@/components/shell/shell';
import { pastTimeOf } from '@/lib/client/time-address';
import { currentOperator, requestedWord } from '@/lib/server/auth/session';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

/** The fabrics, and how many hosts each had where the page shows an earlier time. */
async function prefetchFabrics(): Promise<void> {
  const trpc = serverTrpc();
  await prefetch(trpc.fabric.list.queryOptions());
  const at = pastTimeOf(requestedWord('at'), Date.now());
  if (at !== null) await prefetch(trpc.fabric.list.queryOptions({ at: at.toISOString() }));
}

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const operator = currentOperator();
  // The page itself leads to sign-in, since it alone knows the address to come back to.
  if (operator === null) return children;
  await prefetchFabrics();
  return (
    <Hydrated>
      <TimeNavigation>
        <Shell operator={operator}>{children}</Shell>
      </TimeNavigation>
    </Hydrated>
  );
}
