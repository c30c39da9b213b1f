import { cva } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { Icon } from '@/components/ui/icon';
import { visibleText } from '@/lib/util/visible-text';

const line = cva(
  'flex min-h-8 w-full items-center gap-x-2 border-b border-line bg-raised px-4 text-left text-small/5 max-tablet:flex-wrap max-tablet:py-1',
  {
    variants: {
      isToggle: { true: 'cursor-pointer bg-none hover:bg-sunken focus-visible:-outline-offset-2' },
    },
  },
);

/** The line above checks of one kind. */
export function GroupHead({ counts, children }: { counts: string; children: ReactNode }) {
  return (
    <div className={line()}>
      <span className="font-semibold">{children}</span>
      <span className="ml-auto shrink-0 text-ink-3">{counts}</span>
    </div>
  );
}

type GroupToggleProps = {
  counts: string;
  /** What is behind it while it is closed. */
  names: readonly string[];
  isOpen: boolean;
  onToggle: () => void;
  children: ReactNode;
};

/** The same line where the checks below it can be closed: then it names them. */
export function GroupToggle({ counts, names, isOpen, onToggle, children }: GroupToggleProps) {
  return (
    <button type="button" className={line({ isToggle: true })} aria-expanded={isOpen} onClick={onToggle}>
      <span className="shrink-0 font-semibold max-tablet:min-w-0 max-tablet:shrink">{children}</span>
      {!isOpen && (
        <span className="min-w-0 truncate text-ink-3 max-tablet:hidden">
          {names.map(visibleText).join(', ')}
        </span>
      )}
      <span className="ml-auto shrink-0 text-ink-3 max-tablet:shrink">{counts}</span>
      <span className="w-4 shrink-0 text-ink-3 print:hidden">
        <Icon name={isOpen ? 'down' : 'right'} size={12} />
      </span>
    </button>
  );
}
