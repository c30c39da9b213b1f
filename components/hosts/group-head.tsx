import type { ReactNode } from 'react';

/** The line above checks of one kind. */
export function GroupHead({ counts, children }: { counts: string; children: ReactNode }) {
  return (
    <div className="flex h-8 items-center gap-2 border-b border-line bg-raised px-4 text-small/5 font-semibold">
      {children}
      <span className="ml-auto font-normal text-ink-3">{counts}</span>
    </div>
  );
}
