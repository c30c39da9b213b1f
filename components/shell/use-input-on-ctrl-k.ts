'use client';

import { useEffect, useRef } from 'react';

/** The browser has its own Ctrl K, which this takes, in inputs too; not from a dialog. */
export function useInputOnCtrlK() {
  const input = useRef<HTMLInputElement>(null);

  // The keyboard is the document's.
  useEffect(() => {
    function handleKeyDown(event: KeyboardEvent) {
      const isCtrlK = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k';
      if (!isCtrlK || document.querySelector('[role="dialog"]') !== null) return;
      event.preventDefault();
      input.current?.select();
    }
    document.addEventListener('keydown', handleKeyDown);
    return () => document.removeEventListener('keydown', handleKeyDown);
  }, []);
  return input;
}
