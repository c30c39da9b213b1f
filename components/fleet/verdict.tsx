import { cva } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { STATE_CLASS } from '@/components/fleet/state-style';
import type { State } from '@/lib/domain/vocabulary';

const frame = cva(
  'grid grid-cols-[20px_1fr] gap-x-2.5 rounded-pill border border-l-3 border-line-2 border-l-current bg-surface px-4 py-3 unvouched:bg-silent-tint [&>svg]:mt-0.5',
  { variants: { isOfState: { true: 'text-state', false: 'text-ink-3' } } },
);

type VerdictProps = {
  /** Absent where what is said is of no state. */
  state?: State;
  glyph: ReactNode;
  title: ReactNode;
  role?: 'status';
  children: ReactNode;
};

/** What is said first of a host: the consequence, then why and what to do. */
export function Verdict({ state, glyph, title, role, children }: VerdictProps) {
  return (
    <div
      className={frame({ isOfState: state !== undefined, className: state && STATE_CLASS[state] })}
      role={role}
    >
      {glyph}
      <div className="grid gap-0.5 text-ink-2">
        <p className="text-verdict text-ink">
          <b>{title}</b>
        </p>
        {children}
      </div>
    </div>
  );
}
