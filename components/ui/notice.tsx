import type { ReactNode } from 'react';
import { PageTitle } from '@/components/ui/page-title';

/** A page that has one thing to say: not found, failed, nothing here. */
export function Notice({
  title,
  children,
  actions,
}: {
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="mx-auto my-12 grid max-w-160 content-start gap-2 px-gutter wrap-anywhere text-ink-2">
      <PageTitle className="text-ink">{title}</PageTitle>
      {children}
      {actions !== undefined && <div className="mt-2 flex gap-2">{actions}</div>}
    </div>
  );
}
