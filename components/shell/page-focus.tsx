'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';

/** A title that stays: what stands in while a page loads is replaced, and focus would be lost with it. */
const TITLE = '[data-page-title]:not([aria-busy] [data-page-title])';

function focusTitle(options?: FocusOptions): boolean {
  const title = document.querySelector<HTMLElement>(TITLE);
  title?.focus(options);
  return title !== null;
}

/**
 * After a page change, focus goes to its h1; not on first load, where it belongs to the browser. On the next page of a list it
 * does where the link that was followed went with the list.
 */
export function PageFocus() {
  const path = usePathname();
  const cursor = useSearchParams().get('cursor');
  const shownPath = useRef(path);
  const shownCursor = useRef(cursor);

  // Focus is the document's.
  useEffect(() => {
    if (shownCursor.current === cursor) return;
    shownCursor.current = cursor;
    if (document.activeElement === document.body) focusTitle({ preventScroll: true });
  }, [cursor]);

  // Focus and the arrival of streamed content are the document's.
  useEffect(() => {
    if (shownPath.current === path) return;
    shownPath.current = path;
    if (focusTitle()) return;
    const observer = new MutationObserver(() => {
      if (focusTitle()) observer.disconnect();
    });
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [path]);

  return null;
}
