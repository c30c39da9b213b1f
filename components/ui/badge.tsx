import { cva } from 'class-variance-authority';
import type { ReactNode } from 'react';

const badge = cva(
  'inline-flex h-4.5 items-center gap-1 rounded-cell border px-1.5 text-micro font-semibold whitespace-nowrap',
  {
    variants: {
      look: {
        solid: 'border-ink bg-ink text-invert',
        outlined: 'border-ink bg-surface text-ink',
        plain: 'border-line-2 bg-surface text-ink-2',
      },
    },
  },
);

type BadgeProps = { look?: 'solid' | 'outlined' | 'plain'; children: ReactNode };

export function Badge({ look = 'plain', children }: BadgeProps) {
  return <span className={badge({ look })}>{children}</span>;
}
