import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Link } from '@/components/ui/link';

type TabsProps = { label: string; className?: string; children: ReactNode };

/** Links to the parts of a page, or to the questions that are asked of it most. */
export function Tabs({ label, className, children }: TabsProps) {
  return (
    <nav
      className={classNames(
        'flex gap-5 border-b border-line max-columns:flex-wrap max-columns:gap-y-2',
        className,
      )}
      aria-label={label}
    >
      {children}
    </nav>
  );
}

type TabProps = {
  href: string;
  isCurrent: boolean;
  scroll?: boolean;
  count?: ReactNode;
  children: ReactNode;
};

export function Tab({ href, isCurrent, scroll, count, children }: TabProps) {
  return (
    <Link
      className="relative -mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent font-medium whitespace-nowrap text-ink-2 hover:text-ink aria-[current]:border-ink aria-[current]:font-semibold aria-[current]:text-ink"
      href={href}
      aria-current={isCurrent ? 'true' : undefined}
      scroll={scroll}
    >
      {children}
      {count !== undefined && <span className="text-small/5 font-normal text-ink-3">{count}</span>}
    </Link>
  );
}
