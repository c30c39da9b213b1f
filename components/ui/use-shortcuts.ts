'use client';

import { useEffect, useRef } from 'react';
import { useSingleKeys } from '@/components/ui/single-keys';

/** Keys in the order they are pressed: `['g', 'h']`, `['?']`. */
export type Shortcut = { keys: readonly string[]; run: () => void };

/** The second key of a pair counts within this time. */
const PAIR_MS = 1_500;

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select'))
  );
}

/** Single keys belong to the page only while nobody types and no dialog or menu is open. */
function isForThePage(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  if (isTyping(event.target)) return false;
  return document.querySelector('[role="dialog"], [role="menu"]') === null;
}

/** Not while the person has switched shortcuts of one key off. */
export function useShortcuts(shortcuts: readonly Shortcut[]) {
  const areOn = useSingleKeys();
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });

  // The keyboard is the document's.
  useEffect(() => {
    if (!areOn) return;
    let lead: { key: string; at: number } | null = null;
    const find = (pressed: readonly unknown[]) =>
      latest.current.find(({ keys }) => keys.join(' ') === pressed.join(' '));
    function handleKeyDown(event: KeyboardEvent) {
      if (!isForThePage(event)) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const isPair = lead !== null && event.timeStamp - lead.at < PAIR_MS;
      const match = (isPair && find([lead?.key, key])) || find([key]);
      lead = match ? null : { key, at: event.timeStamp };
      if (!match) return;
      event.preventDefault();
      match.run();
    }
    document.addEventListener('keydown', handleKeyDown);
    return () => document.removeEventListener('keydown', handleKeyDown);
  }, [areOn]);
}
