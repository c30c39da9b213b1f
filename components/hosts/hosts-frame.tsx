import { cva } from 'class-variance-authority';
import type { FocusEvent, KeyboardEvent, ReactNode } from 'react';

/** The link to the filters on a narrow page leads here. */
export const FILTERS = 'filters';

/** The link back from the filters leads here: to the filters in force, with the list below them. */
export const LIST = 'list';

/**
 * The column of filters. Where there is no room beside the hosts it stands below them, and a link leads there; where one host
 * takes that room it is folded, and opens over the list.
 */
export const filterColumn = cva([
  'border-r border-line bg-surface pt-3 pb-6 max-columns:order-1 max-columns:scroll-mt-bar max-columns:border-t max-columns:border-r-0 print:hidden',
  // Whoever chooses a filter far below sees what is left of the list beside it.
  'columns:sticky columns:top-bar columns:h-[calc(100vh-var(--spacing-bar))] columns:overflow-y-auto',
  'columns:max-wide:group-data-[fold=folded]/frame:hidden',
  'columns:max-wide:group-data-[fold=open]/frame:z-selection columns:max-wide:group-data-[fold=open]/frame:fixed columns:max-wide:group-data-[fold=open]/frame:top-bar columns:max-wide:group-data-[fold=open]/frame:bottom-0 columns:max-wide:group-data-[fold=open]/frame:w-facets columns:max-wide:group-data-[fold=open]/frame:overflow-y-auto columns:max-wide:group-data-[fold=open]/frame:shadow-menu',
]);

const frame = cva('group/frame grid min-h-[calc(100vh-var(--spacing-bar))] grid-cols-1 print:block', {
  variants: {
    isFolding: {
      true: 'wide:grid-cols-[var(--spacing-facets)_minmax(0,1fr)]',
      false: 'columns:grid-cols-[var(--spacing-facets)_minmax(0,1fr)]',
    },
  },
});

type HostsFrameProps = {
  filters: ReactNode;
  /** A host beside the list takes the room of the filters. */
  fold?: 'folded' | 'open' | undefined;
  isBusy?: boolean;
  onBlur?: (event: FocusEvent) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ReactNode;
};

/** The list of hosts beside what narrows it down. */
export function HostsFrame({ filters, fold, isBusy, children, ...events }: HostsFrameProps) {
  return (
    <div className={frame({ isFolding: fold !== undefined })} data-fold={fold} aria-busy={isBusy} {...events}>
      {filters}
      <div className="flex min-w-0 flex-col pt-4 pr-5 pl-4 max-tablet:px-gutter max-tablet:py-3">
        {children}
      </div>
    </div>
  );
}

type HeadProps = { title: ReactNode; consequence: ReactNode; actions?: ReactNode };

/** The consequence has a line of its own, also where it is not there yet: another filter moves nothing below. */
export function HostsHead({ title, consequence, actions }: HeadProps) {
  return (
    <div className="grid items-center gap-x-3 gap-y-2 tablet:grid-cols-[auto_minmax(0,1fr)] tablet:gap-y-1">
      {title}
      <div className="min-h-5 text-ink-2 tablet:order-1 tablet:col-span-full">{consequence}</div>
      <div className="flex flex-wrap gap-2 tablet:min-h-7 tablet:justify-end">{actions}</div>
    </div>
  );
}
