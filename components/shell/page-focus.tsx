'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';

/** A title that stays: what stands in while a page loads is replaced, and focus would be lost with it. */
const TITLE = '[data-page-title]:not([aria-busy] [data-page-title])';

/** A page that opens with a form may have put it there. */
const isInField = () => document.activeElement?.matches('main :is(input, select, textarea)') ?? false;

function focusTitle(options?: FocusOptions): boolean {
  const title = document.querySelector<HTMLElement>(TITLE);
  title?.focus(options);
  return title !== null;
}

/** A page of one thing, such as a host: links to a list lead there for many reasons, each with a question of its own. */
const OF_ONE = /^\/[^/]+\/./;

type Place = { path: string; words: string };

/** The link by which somebody went to the page that they came back from. */
function focusFollowed({ path, words }: Place): boolean {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('main a')].filter(
    (link) => link.pathname === path,
  );
  const same = links.find((link) => String(new URLSearchParams(link.search)) === words);
  const followed = same ?? (OF_ONE.test(path) ? links[0] : undefined);
  followed?.focus({ preventScroll: true });
  return followed !== undefined;
}

/**
 * After a page change, focus goes to its h1 unless the page has put it into a field, and after Back to the link that was followed; not on first load, where it belongs to
 * the browser. On the next page of a list it does where the link that was followed went with the list.
 */
export function PageFocus() {
  const path = usePathname();
  const asked = useSearchParams();
  const cursor = asked.get('cursor');
  const words = String(asked);
  const shownPath = useRef(path);
  const shownCursor = useRef(cursor);
  const shownWords = useRef(words);
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
    const left = isBack.current ? { path: shownPath.current, words: shownWords.current } : null;
    isBack.current = false;
    shownPath.current = path;
    // Where one comes back to, the page is scrolled to where it was.
    const focusPage = () => {
      if (left === null) return isInField() || focusTitle();
      return focusFollowed(left) || focusTitle({ preventScroll: true });
    };
    if (focusPage()) return;
    const observer = new MutationObserver(() => {
      if (focusPage()) observer.disconnect();
    });
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [path]);

  // After the effect above, which asks where somebody was before.
  useEffect(() => {
    shownWords.current = words;
  }, [words]);

  return null;
}
