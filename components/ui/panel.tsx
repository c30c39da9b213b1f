import { type FocusEventHandler, type ReactNode, useId } from 'react';

type PanelProps = {
  title: ReactNode;
  hint?: ReactNode;
  aside?: ReactNode;
  footer?: ReactNode;
  /** Its id on the page, where something leads to it and gives it the focus. */
  place?: string | undefined;
  onFocus?: FocusEventHandler<HTMLElement>;
  children: ReactNode;
};

export function Panel({ title, hint, aside, footer, place, onFocus, children }: PanelProps) {
  const id = useId();
  return (
    <section
      id={place}
      className="min-w-0 rounded-panel border border-line bg-surface"
      aria-labelledby={id}
      tabIndex={place === undefined ? undefined : -1}
      onFocus={onFocus}
    >
      <header className="flex min-h-panel-head items-center gap-2 border-b border-line px-4 last:border-b-0 max-tablet:flex-wrap max-tablet:gap-y-1 max-tablet:py-2 print:break-after-avoid">
        {/* Where both have no room in one line, the hint goes on in a second one. */}
        <h2 id={id} className="tablet:shrink-0">
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
