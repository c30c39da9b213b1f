import { cva } from 'class-variance-authority';

/** What a person types or chooses in, whichever element it is. */
export const inputClass = cva(
  'w-full rounded-panel border border-control bg-surface bg-none text-ink aria-invalid:border-insecure',
  {
    variants: {
      kind: {
        line: 'h-8 px-2.5 text-body',
        select: 'h-8 appearance-none pr-7 pl-2.5 text-body text-ellipsis',
        /** What a person writes, line by line. */
        lines: 'min-h-20 resize-y px-2.5 py-1.5 text-body',
        /** What a machine printed. */
        output: 'min-h-55 resize-y px-2.5 py-2 font-mono text-code normal-nums',
      },
    },
  },
);
