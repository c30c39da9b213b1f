import { cva } from 'class-variance-authority';
import type { ReactNode } from 'react';

/** The column of filters. Where there is no room beside the hosts it stands below them, and a link leads there. */
export const filterColumn = cva(
  'border-r border-line bg-surface pt-3 pb-6 max-columns:order-1 max-columns:scroll-mt-bar max-columns:columns-[var(--spacing-facets)] max-columns:border-t max-columns:border-r-0 print:hidden',
);

type HostsFrameProps = { filters: ReactNode; isBusy?: boolean; children: ReactNode };

/** The list of hosts beside what narrows it down. */
export function HostsFrame({ filters, isBusy, children }: HostsFrameProps) {
  return (
    <div
      className="grid min-h-[calc(100vh-var(--spacing-bar))] grid-cols-1 columns:grid-cols-[var(--spacing-facets)_minmax(0,1fr)] print:block"
      aria-busy={isBusy}
    >
      {filters}
      <div className="flex min-w-0 flex-col pt-4 pr-5 pl-4 max-tablet:px-gutter max-tablet:py-3">
        {children}
      </div>
    </div>
  );
}

/** The title, and what stands on its line, with room for two lines of it: another filter moves nothing below. */
export function HostsHead({ children }: { children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-3 max-wide:flex-wrap max-wide:gap-y-2 columns:min-h-8">
      {children}
    </div>
  );
}
