'use client';

import type { MouseEvent, ReactNode } from 'react';

type PartLinkProps = {
  part: string;
  className: string;
  /** What the link's words leave out. */
  title?: string;
  /** Where the part has to be opened first. */
  onFollow?: () => void;
  /** Higher than the window may be, of which focus alone would show the middle. */
  isTall?: boolean;
  children: ReactNode;
};

/**
 * Leads to a part of the same page, by its id. Without a new address: Back would lead to the address before it, and
 * leave the page as it is.
 */
export function PartLink({ part, className, title, onFollow, isTall = false, children }: PartLinkProps) {
  function handleClick(event: MouseEvent) {
    event.preventDefault();
    onFollow?.();
    const target = document.getElementById(part);
    target?.focus({ preventScroll: isTall });
    if (isTall) target?.scrollIntoView({ block: 'start' });
  }
  return (
    <a className={className} href={`#${part}`} title={title} onClick={handleClick}>
      {children}
    </a>
  );
}
