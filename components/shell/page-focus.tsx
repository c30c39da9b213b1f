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

const LIST = /^\/(hosts|changes|waves)$/;

/** The row of a list by which somebody went to the page that they came back from. */
function focusRow(list: string, left: string): boolean {
  const links = LIST.test(list) ? document.querySelectorAll<HTMLAnchorElement>('main a') : [];
  const followed = [...links].find(({ pathname }) => pathname === left);
  followed?.focus();
  return followed !== undefined;
}

/**
 * After a page change, focus goes to its h1, and after Back to a list to the link that was followed; not on first load, where it belongs to the browser. On the next page of a list it
 * does where the link that was followed went with the list.
 */
export function PageFocus() {
  const path = usePathname();
  const cursor = useSearchParams().get('cursor');
  const shownPath = useRef(path);
  const shownCursor = useRef(cursor);

  const isBack = useRef(false);

  // Back and Forward are the browser's.
  useEffect(() => {
    const noteBack = () => {
      isBack.current = window.location.pathname !== shownPath.current;
    };
    window.addEventListener('popstate', noteBack);
    return () => window.removeEventListener('popstate', noteBack);
  }, []);

  // Focus is the document's.
  useEffect(() => {
    if (shownCursor.current === cursor) return;
    shownCursor.current = cursor;
    if (document.activeElement === document.body) focusTitle({ preventScroll: true });
  }, [cursor]);

  // Focus and the arrival of streamed content are the document's.
  useEffect(() => {
    if (shownPath.current === path) return;
    const left = isBack.current ? shownPath.current : '';
    isBack.current = false;
    shownPath.current = path;
    const focusPage = () => focusRow(path, left) || focusTitle();
    if (focusPage()) return;
    const observer = new MutationObserver(() => {
      if (focusPage()) observer.disconnect();
    });
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [path]);

  return null;
}
