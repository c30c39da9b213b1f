import type { ReactNode } from 'react';

/**
 * What is done one after the other, each with its number. Paper has blocks and not a grid, here as elsewhere: browsers print the
 * next row of a grid over the last lines of one that goes on on the next page.
 */
export function NumberedSteps({ children }: { children: ReactNode }) {
  return <ol className="grid gap-2.5 [counter-reset:step] print:block print:space-y-2.5">{children}</ol>;
}

const MARK = {
  number: 'before:content-[counter(step)]',
  /** The last: whether it worked. */
  proof: 'before:content-["✓"]',
} as const;

type StepProps = {
  mark?: keyof typeof MARK;
  /** Only its number is kept: the steps after it have theirs whether it is shown or not. */
  isFolded?: boolean;
  children: ReactNode;
};

export function NumberedStep({ mark = 'number', isFolded = false, children }: StepProps) {
  if (isFolded) return <li className="invisible absolute [counter-increment:step]" />;
  return (
    <li
      className={`grid grid-cols-[20px_minmax(0,1fr)] gap-x-2.5 [counter-increment:step] before:grid before:size-5 before:place-items-center before:rounded-full before:border before:border-line-2 before:text-micro before:font-semibold before:text-ink-2 ${MARK[mark]}`}
    >
      {children}
    </li>
  );
}
