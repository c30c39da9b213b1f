'use client';

import { useIsMutating } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, use, useEffect, useTransition } from 'react';
import { useLasting } from '@/components/ui/use-lasting';
import { listenToPageTransitions } from '@/lib/client/page-transitions';

/** Sooner, the line would flash. */
const SHOWN_AFTER_MS = 100;
/** The router says so by itself only where a request fails, and not where nothing answers it. */
const LATE_AFTER_MS = 10_000;

const IsPageAwaited = createContext(false);

/**
 * Knows whether somebody asked for a page that is not drawn yet. The router tells only that it begins: a transition that begins
 * in the same event ends with the router's own, once that page is drawn, or another one instead.
 */
export function AwaitedPage({ children }: { children: ReactNode }) {
  const [isPending, startTransition] = useTransition();

  // The router is outside of React here.
  useEffect(() => listenToPageTransitions(() => startTransition(() => undefined)), []);
  return <IsPageAwaited value={isPending}>{children}</IsPageAwaited>;
}

/** Whether somebody who pressed a button has no answer yet. */
const useIsActionAwaited = (): boolean =>
  useIsMutating({ predicate: ({ meta }) => meta?.isUnawaited !== true }) > 0;

/** A page that was asked for does not come: the server does not answer, whatever the figures on screen are still worth. */
export const useIsPageLate = (): boolean => useLasting(use(IsPageAwaited), LATE_AFTER_MS);

export const useIsActionLate = (): boolean => useLasting(useIsActionAwaited(), LATE_AFTER_MS);

/** Says from the press on that something is waited for, in a line at the top. It never reaches the window's other side. */
export function AwaitedLine() {
  const t = useTranslations('shell');
  const isActionAwaited = useIsActionAwaited();
  const isShown = useLasting(use(IsPageAwaited) || isActionAwaited, SHOWN_AFTER_MS);
  return (
    isShown && (
      <div
        role="progressbar"
        aria-label={t('awaited')}
        className="z-skip fixed top-0 left-0 w-9/10 origin-left animate-awaited border-t-2 border-ink print:hidden"
      />
    )
  );
}
