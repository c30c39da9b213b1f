'use client';

import { useRouter } from 'next/navigation';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useOptimistic,
  useTransition,
} from 'react';
import { onLinkClick } from '@/components/ui/part-navigation';
import { pastTimeOf } from '@/lib/client/time-address';

type Go = (address: string, options?: { scroll: boolean }) => void;

/** Two contexts: what leads to another time need not be drawn anew while its answer is on its way. */
const Way = createContext<Go>(() => {});
const Awaited = createContext<Date | null>(null);

const timeIn = (address: string) => new URL(address, window.location.origin).searchParams.get('at');
const isOfOtherTime = (address: string) => timeIn(address) !== timeIn(window.location.href);

/** What the click itself changed is painted first: the bar that then comes moves the whole page, which takes long to paint. */
const afterNextPaint = (act: () => void) => requestAnimationFrame(() => setTimeout(act));

/** What leads to an earlier time is told from the click on: what says which time it is has its room before the answer comes. */
export function TimeNavigation({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [, startTransition] = useTransition();
  const [awaited, expect] = useOptimistic<Date | null>(null);
  const go = useCallback<Go>(
    (address, options = { scroll: true }) =>
      afterNextPaint(() =>
        startTransition(() => {
          if (isOfOtherTime(address)) expect(pastTimeOf(timeIn(address), Date.now()));
          router.push(address, options);
        }),
      ),
    [router, expect],
  );

  // Links to other times are in all parts of the page.
  useEffect(
    () =>
      onLinkClick(document, ({ address, scroll }, event) => {
        if (!isOfOtherTime(address)) return;
        event.preventDefault();
        go(address, { scroll });
      }),
    [go],
  );

  return (
    <Way value={go}>
      <Awaited value={awaited}>{children}</Awaited>
    </Way>
  );
}

/** Leads to an address, of whichever time. */
export const useGoInTime = () => useContext(Way);

/** The earlier time that was asked for, while the page is still that of the time before. */
export const useAwaitedTime = () => useContext(Awaited);
