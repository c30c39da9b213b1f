import type { ReactNode } from 'react';

/** The few figures that a page is about, in one strip above it. */
export function Tally({ children }: { children: ReactNode }) {
  return (
    <dl className="flex flex-wrap justify-between gap-x-8 gap-y-3 rounded-panel border border-line bg-surface px-4 py-3 max-tablet:grid max-tablet:grid-cols-2 max-tablet:gap-x-4">
      {children}
    </dl>
  );
}

type FigureProps = {
  name: string;
  /** What it was before, where that is told. */
  before?: string;
  value: ReactNode;
  /** What it is of. */
  children?: ReactNode;
};

export function TallyFigure({ name, before, value, children }: FigureProps) {
  return (
    <div>
      <dt className="text-small text-ink-3">{name}</dt>
      <dd>
        {before !== undefined && <span className="text-small text-ink-2">{before} </span>}
        <b className="text-count font-semibold tabular-nums">{value}</b>{' '}
        <span className="text-small text-ink-2">{children}</span>
      </dd>
    </div>
  );
}
