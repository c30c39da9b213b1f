import type { ReactNode } from 'react';

type SectionProps = { title: string; aside?: ReactNode; children: ReactNode };

/** A part of what is shown beside the list. */
export function PeekSection({ title, aside, children }: SectionProps) {
  return (
    <section className="grid gap-1 border-t border-line px-4 py-2" aria-label={title}>
      <div className="flex items-baseline gap-3 text-small text-ink-2">
        <h3 className="font-normal">{title}</h3>
        {aside !== undefined && <span className="ml-auto">{aside}</span>}
      </div>
      {children}
    </section>
  );
}
