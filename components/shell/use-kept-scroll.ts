'use client';

import { useEffect } from 'react';

const keyOf = () => `gf-scroll ${window.location.pathname}${window.location.search}`;

/** A browser may keep nothing: a page is shown from its top then. */
function keepHere(): void {
  try {
    window.sessionStorage.setItem(keyOf(), String(window.scrollY));
  } catch {
    // Nothing to do about it.
  }
}

function keptHere(): number {
  try {
    return Number(window.sessionStorage.getItem(keyOf()));
  } catch {
    return 0;
  }
}

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

/**
 * A page that is loaded again is scrolled to where it was. The browser does so by itself while it loads, but React shows a
 * page's rows after that.
 */
export function useKeptScroll(): void {
  // How long the page is, and when it is left, is the browser's.
  useEffect(() => {
    const [loaded] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const wanted = loaded?.type === 'navigate' ? 0 : keptHere();
    if (wanted > window.scrollY) scrollOnceThere(wanted);
    window.addEventListener('pagehide', keepHere);
    return () => window.removeEventListener('pagehide', keepHere);
  }, []);
}
