'use client';

import { useLayoutEffect, useRef } from 'react';
import { isAlwaysOn, SHORTCUTS, type ShortcutName, shortcutFor } from '@/components/ui/shortcuts';
import { useSingleKeys } from '@/components/ui/single-keys';

/** What the shortcuts of a page do there. */
export type Shortcuts = { readonly [Name in ShortcutName]?: (event: KeyboardEvent) => void };

const namesOf = (shortcuts: Shortcuts) => Object.keys(shortcuts) as ShortcutName[];

/** The second key of a pair counts within this time. */
const PAIR_MS = 1_500;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select'))
  );
}

/** AltGr, without which many keyboards have no brackets, is told as Ctrl and Alt. */
const isCommand = (event: KeyboardEvent) =>
  event.metaKey || (!event.getModifierState('AltGraph') && (event.ctrlKey || event.altKey));

const isDialogOpen = (more = '') => document.querySelector(`[role="dialog"], dialog[open]${more}`) !== null;

/** Single keys belong to the page only while nobody types and no dialog or menu is open. */
function isForThePage(event: KeyboardEvent): boolean {
  if (isCommand(event) || event.defaultPrevented || isTyping(event.target)) return false;
  // The space bar presses what has focus.
  if (event.key === ' ' && event.target instanceof Element && event.target.closest('button, input, summary'))
    return false;
  return !isDialogOpen(', [role="menu"]');
}

/**
 * While the person has switched shortcuts of one key off, only what they leave on. Layout effects: a key acts on what is
 * on the screen, also where it is pressed right after that has changed. Where two parts of a page take one key, the part
 * that `goesFirst` has it.
 */
export function useShortcuts(shortcuts: Shortcuts, { goesFirst = false } = {}) {
  const areOn = useSingleKeys();
  const latest = useRef(shortcuts);
  useLayoutEffect(() => {
    latest.current = shortcuts;
  });

  // The keyboard is the document's.
  useLayoutEffect(() => {
    let lead: { key: string; at: number } | null = null;
    function handleKeyDown(event: KeyboardEvent) {
      if (!isForThePage(event)) return;
      const isPair = lead !== null && event.timeStamp - lead.at < PAIR_MS;
      const names = namesOf(latest.current).filter((one) => areOn || isAlwaysOn(one));
      const name = shortcutFor(names, event, isPair ? (lead?.key ?? null) : null);
      lead = name ? null : { key: event.key.toLowerCase(), at: event.timeStamp };
      if (!name) return;
      event.preventDefault();
      latest.current[name]?.(event);
    }
    // Before those that listen without it, whichever of them came first.
    const how = { capture: goesFirst };
    document.addEventListener('keydown', handleKeyDown, how);
    return () => document.removeEventListener('keydown', handleKeyDown, how);
  }, [areOn, goesFirst]);
}

type Held = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Whether a shortcut with Ctrl, or with Command, is pressed. */
export function isCommandPressed(name: ShortcutName, { key, ctrlKey, metaKey, altKey }: Held): boolean {
  const [, wanted] = SHORTCUTS[name];
  return (ctrlKey || metaKey) && !altKey && key.toLowerCase() === wanted?.toLowerCase();
}

/** A command with Ctrl, or with Command: also while somebody types, which the browser's own use of the key does not matter to. */
export function useCommand(name: ShortcutName, run: () => void) {
  const latest = useRef(run);
  useLayoutEffect(() => {
    latest.current = run;
  });

  // The keyboard is the document's.
  useLayoutEffect(() => {
    function handleKeyDown(event: KeyboardEvent) {
      if (!isCommandPressed(name, event) || isDialogOpen()) return;
      event.preventDefault();
      latest.current();
    }
    document.addEventListener('keydown', handleKeyDown);
    return () => document.removeEventListener('keydown', handleKeyDown);
  }, [name]);
}
