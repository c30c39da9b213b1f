import type { ReactNode } from 'react';

type WhoLineProps = { name: string; children: ReactNode };

/** One thing that is said of who takes care of a host. */
export function WhoLine({ name, children }: WhoLineProps) {
  return (
    <section
      className="grid grid-cols-[calc(var(--spacing)*28)_minmax(0,1fr)] gap-x-3 border-b border-line px-4 py-2.5 last:border-b-0"
      aria-label={name}
    >
      <h3 className="font-normal text-ink-3">{name}</h3>
      <div className="grid min-w-0 gap-2 wrap-anywhere">{children}</div>
    </section>
  );
}
