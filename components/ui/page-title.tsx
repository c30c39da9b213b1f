import type { ReactNode } from 'react';

/** The one h1 of a page: focus goes here after a page change, so that a reader hears where they are. */
export function PageTitle({ children, id }: { children: ReactNode; id?: string }) {
  return (
    <h1 id={id} tabIndex={-1} data-page-title>
      {children}
    </h1>
  );
}
