'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';

/** After a page change, focus goes to its h1; not on first load, where it belongs to the browser. */
export function PageFocus() {
  const path = usePathname();
  const shownPath = useRef(path);

  useEffect(() => {
    if (shownPath.current === path) return;
    shownPath.current = path;
    document.querySelector<HTMLElement>('[data-page-title]')?.focus();
  }, [path]);

  return null;
}
