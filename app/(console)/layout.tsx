import type { ReactNode } from 'react';
import { Shell } from '@/components/shell/shell';
import { currentOperator } from '@/lib/server/auth/session';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const operator = currentOperator();
  // The page itself leads to sign-in, since it alone knows the address to come back to.
  if (operator === null) return children;
  await prefetch(serverTrpc().fabric.list.queryOptions());
  return (
    <Hydrated>
      <Shell operator={operator}>{children}</Shell>
    </Hydrated>
  );
}
