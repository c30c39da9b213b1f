'use client';

import { type FocusEvent, type KeyboardEvent, useState } from 'react';

/** Where a key leads from a position among `count` items; null for a key that moves nothing. */
export type Move = (key: string, position: number, count: number) => number | null;

export const moveInColumn: Move = (key, position, count) => {
  if (key === 'ArrowDown') return Math.min(position + 1, count - 1);
  if (key === 'ArrowUp') return Math.max(position - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
};

/**
 * A group of controls as one tab stop. The group gets `group`; its items, in the order of `keys`, get
 * `data-rove` with their key and the tab index of `tabIndexOf`.
 */
export function useRoving(keys: readonly string[], move: Move) {
  const [chosen, choose] = useState<string | null>(null);
  const current = chosen !== null && keys.includes(chosen) ? chosen : keys[0];

  function handleKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-rove]')];
    const position = items.findIndex((item) => item === document.activeElement);
    const target = position === -1 ? null : move(event.key, position, items.length);
    if (target === null) return;
    event.preventDefault();
    items[target]?.focus();
  }

  function handleFocus({ target }: FocusEvent<HTMLElement>) {
    if (target.dataset.rove !== undefined) choose(target.dataset.rove);
  }

  return {
    group: { onKeyDown: handleKeyDown, onFocus: handleFocus },
    tabIndexOf: (key: string) => (key === current ? 0 : -1),
  };
}
