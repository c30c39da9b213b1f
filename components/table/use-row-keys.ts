'use client';

import { type KeyboardEvent, useRef } from 'react';
import { useShortcuts } from '@/components/ui/use-shortcuts';

const STEP_OF_ARROW: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

/**
 * J and K move focus from row to row of a table, or of all tables of what they are given to; Enter is then the link's
 * own. From whatever has focus within a row they go on to the next one. The arrows do so too from a row's link, and
 * scroll the page from anywhere else.
 */
export function useRowKeys<Element extends HTMLElement = HTMLTableElement>() {
  const table = useRef<Element>(null);

  /** The first link of each row, which leads to what the row is about. */
  const linksOf = () =>
    [...(table.current?.querySelectorAll('tbody tr') ?? [])].flatMap(
      (row) => row.querySelector<HTMLAnchorElement>('a[href]') ?? [],
    );

  function move(step: 1 | -1) {
    const links = linksOf();
    const row = document.activeElement?.closest('tr') ?? null;
    const position = row === null ? -1 : links.findIndex((link) => row.contains(link));
    const next = position === -1 ? (step === 1 ? 0 : links.length - 1) : position + step;
    links[next]?.focus();
  }

  function handleKeyDown(event: KeyboardEvent<HTMLElement>) {
    const step = STEP_OF_ARROW[event.key];
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (step === undefined || !isPlain || !linksOf().some((link) => link === document.activeElement)) return;
    event.preventDefault();
    move(step);
  }

  useShortcuts({ next: () => move(1), previous: () => move(-1) });
  return { ref: table, onKeyDown: handleKeyDown };
}
