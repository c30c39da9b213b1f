import type { ReactNode } from 'react';

type PageTitleProps = { children: ReactNode; id?: string; className?: string };

/** The one h1 of a page: focus goes here after a page change, so that a reader hears where they are. */
export function PageTitle({ children, id, className }: PageTitleProps) {
  return (
    <h1 id={id} className={className} tabIndex={-1} data-page-title>
      {children}
    </h1>
  );
}
