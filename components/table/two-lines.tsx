import type { ReactNode } from 'react';

/** What a cell says, and in small type what belongs to it. */
export function TwoLines({ second, children }: { second: ReactNode; children: ReactNode }) {
  return (
    <span className="grid">
      <span>{children}</span>
      <span className="text-small text-ink-3">{second}</span>
    </span>
  );
}
