'use client';

import { useRouter } from 'next/navigation';
import {
  createContext,
  type ReactNode,
  startTransition,
  useCallback,
  useContext,
  useEffect,
  useOptimistic,
  useState,
} from 'react';
import { onLinkClick } from '@/components/ui/part-navigation';
import { newestOnly } from '@/lib/client/newest-only';
import { pastTimeOf } from '@/lib/client/time-address';

type Go = (address: string, options?: { scroll: boolean }) => void;

/** Two contexts: what leads to another time need not be drawn anew while its answer is on its way. */
const Way = createContext<Go>(() => {});
/** A time, null being now; undefined where none is awaited. */
const Awaited = createContext<Date | null | undefined>(undefined);

const timeIn = (address: string) => new URL(address, window.location.origin).searchParams.get('at');
const isOfOtherTime = (address: string) => timeIn(address) !== timeIn(window.location.href);

/** What the click itself changed is painted first: the bar that then comes moves the whole page, which takes long to paint. */
function afterNextPaint(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(act);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** A page says which time it is about to show from the click on, so that nothing moves when the answer comes. */
export function TimeNavigation({ children }: { children: ReactNode }) {
  const router = useRouter();
  /** Whoever follows another link meanwhile is not led away from it. */
  const [waiting] = useState(() => newestOnly(afterNextPaint));
  const [awaited, expect] = useOptimistic<Date | null | undefined>(undefined);
  const go = useCallback<Go>(
    (address, options = { scroll: true }) => {
      waiting.do(() =>
        startTransition(() => {
          if (isOfOtherTime(address)) expect(pastTimeOf(timeIn(address), Date.now()));
          router.push(address, options);
        }),
      );
    },
    [router, expect, waiting],
  );

  // Links to other times are in all parts of the page.
  useEffect(
    () =>
      onLinkClick(document, ({ address, scroll }, event) => {
        waiting.drop();
        if (!isOfOtherTime(address)) return;
        event.preventDefault();
        go(address, { scroll });
      }),
    [go, waiting],
  );

  return (
    <Way value={go}>
      <Awaited value={awaited}>{children}</Awaited>
    </Way>
  );
}

/** Leads to an address, of whichever time. */
export const useGoInTime = () => useContext(Way);

/** The time that was asked for, null being now, while the page is still that of the time before; else undefined. */
export const useAwaitedTime = () => useContext(Awaited);
