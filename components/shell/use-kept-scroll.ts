'use client';

import { useEffect } from 'react';
import { isReturn, keepScroll, keptScroll } from '@/lib/client/kept-scroll';

/** The page is there by then, and may be shorter than it was. */
const TRIES_FOR_MS = 5_000;

/** Tries until the page is as long as it was, or whoever reads it scrolls by themselves. */
function scrollOnceThere(wanted: number): void {
  const sizes = new ResizeObserver(() => {
    window.scrollTo(0, wanted);
    if (window.scrollY + 1 > wanted) sizes.disconnect();
  });
  sizes.observe(document.body);
  setTimeout(() => sizes.disconnect(), TRIES_FOR_MS);
  for (const move of ['wheel', 'keydown', 'pointerdown'])
    window.addEventListener(move, () => sizes.disconnect(), { once: true });
}

/** Loaded again, come back to by Back, or by signing in after a session that ended. */
function isComeBackTo(): boolean {
  const [loaded] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return isReturn() || loaded?.type !== 'navigate';
}

/**
 * A page that is loaded again is scrolled to where it was. The browser does so by itself while it loads, but React shows a
 * page's rows after that.
 */
export function useKeptScroll(): void {
  // How long the page is, and when it is left, is the browser's.
  useEffect(() => {
    const wanted = isComeBackTo() ? keptScroll() : 0;
    if (wanted > window.scrollY) scrollOnceThere(wanted);
    window.addEventListener('pagehide', keepScroll);
    return () => window.removeEventListener('pagehide', keepScroll);
  }, []);
}
