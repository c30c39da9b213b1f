import type { ReactNode } from 'react';
import { PageTitle } from '@/components/ui/page-title';

type SettingsHeadProps = { title: string; lead: ReactNode; children?: ReactNode };

/** The head of a page of Settings, with what can be done on it. */
export function SettingsHead({ title, lead, children }: SettingsHeadProps) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-3">
      <div className="grid gap-1">
        <PageTitle>{title}</PageTitle>
        <p className="text-ink-2">{lead}</p>
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </div>
  );
}
