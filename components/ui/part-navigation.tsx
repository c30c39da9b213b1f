'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useCallback, useContext, useTransition } from 'react';

type Go = (address: string, options?: { scroll?: boolean; replace?: boolean }) => void;

const Going = createContext<{ go: Go | null; isPending: boolean }>({ go: null, isPending: false });

/** What leads on from within is followed as one transition, so that the part can say while its answer is still to come. */
export function PartNavigation({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const go = useCallback<Go>(
    (address, { scroll = true, replace = false } = {}) =>
      startTransition(() => router[replace ? 'replace' : 'push'](address, { scroll })),
    [router],
  );
  return <Going value={{ go, isPending }}>{children}</Going>;
}

/** How the part around follows an address; null where nothing waits for its answer. */
export const useGo = () => useContext(Going).go;

/** Whether an address of this part was followed, and what it shows is still that of the one before. */
export const useIsGoing = () => useContext(Going).isPending;
