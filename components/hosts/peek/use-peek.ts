'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { type FocusEvent, useMemo } from 'react';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { PEEK_WORD, readPeek, withPeek } from '@/lib/client/peek-word';

const rowOf = (element: Element | null) => element?.closest<HTMLElement>('tr[data-row]') ?? null;

/** The link of a row, by which keys go through the list. */
const linkOf = (id: string) =>
  document.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(id)}"] a[href]`);

export type Peek = ReturnType<typeof usePeek>;

/**
 * The host that is shown beside the list. It stands in the address, so that Back and a reload show it again, and follows
 * the row that has focus; the space bar shows and hides the host of that row.
 */
export function usePeek() {
  const path = usePathname();
  const id = readPeek(useSearchParams().get(PEEK_WORD));
  const peek = useMemo(() => peekAt(id, path), [id, path]);

  useShortcuts({
    ...(id !== null && { closePanel: peek.close }),
    peek: () => {
      const row = rowOf(document.activeElement);
      if (row?.dataset.row !== undefined) peek.toggle(row.dataset.row);
    },
  });
  return peek;
}

function peekAt(id: string | null, path: string) {
  const show = (next: string | null) =>
    window.history.replaceState(null, '', withPeek(path, window.location.search, next));

  function close() {
    if (id === null) return;
    show(null);
    linkOf(id)?.focus();
  }

  /** A button of a row says by itself what it does: who presses it has it focused before it is let go. */
  function follow({ target }: FocusEvent) {
    if (target instanceof HTMLButtonElement) return;
    const row = rowOf(target)?.dataset.row;
    if (id !== null && row !== undefined && row !== id) show(row);
  }

  /** Shows another one than the row that has focus, and has its row in view. */
  function lead(host: string) {
    show(host);
    linkOf(host)?.scrollIntoView({ block: 'nearest' });
  }

  const toggle = (host: string) => (host === id ? close() : show(host));
  return { id, toggle, lead, close, follow };
}
