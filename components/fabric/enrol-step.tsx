import { cva } from 'class-variance-authority';
import type { ReactNode } from 'react';

const step = cva(
  'grid grid-cols-[28px_minmax(0,1fr)] gap-x-3 border-b border-line p-5 [counter-increment:enrol] before:grid before:size-6 before:place-items-center before:rounded-full before:text-small/5 before:font-semibold before:content-[counter(enrol)] last:border-b-0',
  {
    variants: {
      isPending: {
        true: 'before:border before:border-control before:text-ink-2',
        false: 'before:bg-ink before:text-invert',
      },
    },
  },
);

type EnrolStepProps = {
  title: string;
  /** It comes by itself. */
  isPending?: boolean;
  children: ReactNode;
};

/** One of the numbered steps by which hosts are added. */
export function EnrolStep({ title, isPending = false, children }: EnrolStepProps) {
  return (
    <li className={step({ isPending })}>
      <div>
        <h2 className="text-verdict/6">{title}</h2>
        {children}
      </div>
    </li>
  );
}

export function EnrolText({ children }: { children: ReactNode }) {
  return <p className="max-w-[92ch] text-ink-2">{children}</p>;
}
