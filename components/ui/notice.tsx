import type { ReactNode } from 'react';
import { PageTitle } from '@/components/ui/page-title';

/** A page that has one thing to say: not found, failed, nothing here. */
export function Notice({
  title,
  children,
  actions,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="notice">
      <PageTitle>{title}</PageTitle>
      {children}
      {actions !== undefined && <div className="acts">{actions}</div>}
    </div>
  );
}
