'use client';

import { useRef } from 'react';
import { useShortcuts } from '@/components/ui/use-shortcuts';

/** J and K, or the arrows, move focus from row to row; Enter is then the link's own. */
export function useRowKeys() {
  const table = useRef<HTMLTableElement>(null);

  function move(step: 1 | -1) {
    const links = [...(table.current?.querySelectorAll<HTMLAnchorElement>('tbody tr a[href]') ?? [])];
    const position = links.findIndex((link) => link === document.activeElement);
    const next = position === -1 ? (step === 1 ? 0 : links.length - 1) : position + step;
    links[next]?.focus();
  }

  useShortcuts([
    { keys: ['j'], run: () => move(1) },
    { keys: ['k'], run: () => move(-1) },
    { keys: ['ArrowDown'], run: () => move(1) },
    { keys: ['ArrowUp'], run: () => move(-1) },
  ]);
  return table;
}
