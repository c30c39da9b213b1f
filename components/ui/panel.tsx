import { cva } from 'class-variance-authority';
import { type ReactNode, useId } from 'react';
import { classNames } from '@/components/ui/class-names';

type PanelProps = {
  title: string;
  hint?: ReactNode;
  aside?: ReactNode;
  footer?: ReactNode;
  /** Nothing in it shows how old it is: its head is hatched where nothing can be vouched for. */
  isHatchedWhenOld?: boolean;
  children: ReactNode;
};

const head = cva(
  'flex min-h-panel-head items-center gap-2 border-b border-line px-4 max-tablet:flex-wrap max-tablet:gap-y-1 max-tablet:py-2 print:break-after-avoid',
  { variants: { isHatchedWhenOld: { true: 'unvouched:bg-hatch-soft' } } },
);

export function Panel({ title, hint, aside, footer, isHatchedWhenOld = false, children }: PanelProps) {
  const id = useId();
  return (
    <section className="min-w-0 rounded-panel border border-line bg-surface" aria-labelledby={id}>
      <header className={head({ isHatchedWhenOld })}>
        {/* Where both have no room in one line, the hint goes on in a second one. */}
        <h2
          id={id}
          className={classNames('tablet:shrink-0', isHatchedWhenOld && 'unvouched:bg-surface unvouched:px-1')}
        >
          {title}
        </h2>
        {hint !== undefined && <span className="text-small/5 text-ink-3">{hint}</span>}
        {aside !== undefined && (
          <span className="ml-auto flex items-center gap-x-3 text-small/5 max-tablet:flex-wrap">{aside}</span>
        )}
      </header>
      {children}
      {footer !== undefined && (
        <footer className="flex min-h-10 items-center gap-2 border-t border-line px-4 py-2 text-small/5 text-ink-3">
          {footer}
        </footer>
      )}
    </section>
  );
}
