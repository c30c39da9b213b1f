'use client';

import { useSyncExternalStore } from 'react';

/** A column narrower than this shows nothing of what it holds, in pixels. */
const NARROWEST = 24;

const listOnPage = () => document.querySelector<HTMLElement>('[data-list]');

/** The names of the columns that are really there, as one text: the same as long as they are the same. */
function shownColumns(): string {
  const heads = [...(listOnPage()?.querySelectorAll<HTMLElement>('th[data-column]') ?? [])];
  return heads
    .filter(({ offsetWidth }) => offsetWidth >= NARROWEST)
    .map(({ dataset }) => dataset.column)
    .join(' ');
}

function listen(tell: () => void) {
  const list = listOnPage();
  if (list === null) return () => {};
  const sizes = new ResizeObserver(tell);
  sizes.observe(list);
  const heads = new MutationObserver(tell);
  heads.observe(list, { childList: true, subtree: true, attributeFilter: ['class'] });
  return () => {
    sizes.disconnect();
    heads.disconnect();
  };
}

/**
 * Which columns the list on this page has room for, measured where it is drawn: what the window, the panel beside it and
 * the other columns leave is the browser's to say.
 */
export function useShownColumns(): readonly string[] {
  return useSyncExternalStore(listen, shownColumns, () => '').split(' ');
}
