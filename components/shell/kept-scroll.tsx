'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { isReturn, keepScroll, keptScroll, shownAddress } from '@/lib/client/kept-scroll';

/** The page is there by then, and may be shorter than it was. */
const TRIES_FOR_MS = 5_000;

/** Tries until the page is as long as it was, or whoever reads it scrolls by themselves. What it returns ends that. */
function scrollOnceThere(wanted: number): () => void {
  const ending = new AbortController();
  const end = () => ending.abort();
  const sizes = new ResizeObserver(() => {
    window.scrollTo(0, wanted);
    if (window.scrollY + 1 > wanted) end();
  });
  sizes.observe(document.body);
  ending.signal.addEventListener('abort', () => sizes.disconnect());
  setTimeout(end, TRIES_FOR_MS);
  for (const move of ['wheel', 'keydown', 'pointerdown'])
    window.addEventListener(move, end, { signal: ending.signal });
  return end;
}

/** Loaded again, come back to by Back, or by signing in after a session that ended. */
function isComeBackTo(): boolean {
  const [loaded] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return isReturn() || loaded?.type !== 'navigate';
}

/**
 * A page that is loaded again, or come back to, is scrolled to where it was. The browser does so by itself while it loads, and
 * where Back leads to a page that is still there, but React shows a page's rows after that.
 */
export function KeptScroll() {
  const path = usePathname();
  const words = useSearchParams();
  /** Read when the address changes: the page of that address may be shown later. */
  const comingBack = useRef<{ address: string; top: number } | null>(null);

  // How long the page is, where it is scrolled to, and Back and Forward are the browser's.
  useEffect(() => {
    const ending = new AbortController();
    const back = () => {
      comingBack.current = { address: shownAddress(), top: keptScroll() };
    };
    if (isComeBackTo()) back();
    // Before the router hears of it, which may show the page at once.
    window.addEventListener('popstate', back, { capture: true, signal: ending.signal });
    for (const left of ['scrollend', 'pagehide'])
      window.addEventListener(left, keepScroll, { signal: ending.signal });
    return () => ending.abort();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: with each page that is shown.
  useEffect(() => {
    const back = comingBack.current;
    comingBack.current = null;
    // Whoever comes by a link begins anew, wherever they were on an earlier visit.
    if (back === null) keepScroll();
    const isThere = back === null || back.address !== shownAddress() || back.top <= window.scrollY;
    return isThere ? undefined : scrollOnceThere(back.top);
  }, [path, words]);

  return null;
}
