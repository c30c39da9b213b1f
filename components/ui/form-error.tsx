import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';

type FormErrorProps = {
  /** What a control that waits for it has as its `aria-describedby`. */
  id?: string;
  /** A note is there from the start, and is not announced. */
  role?: 'alert' | 'note';
  className?: string;
  children: ReactNode;
};

export function FormError({ id, role = 'alert', className, children }: FormErrorProps) {
  return (
    <div
      className={classNames(
        'grid grid-cols-[16px_1fr] gap-2 rounded-pill border border-l-3 border-line-2 border-l-insecure bg-surface px-3 py-2 text-body/4.5 text-ink',
        className,
      )}
      id={id}
      role={role}
    >
      <Icon name="warn" className="mt-px text-insecure" />
      <p>{children}</p>
    </div>
  );
}
