import { cva } from 'class-variance-authority';

/** One of a few, side by side: links of which one is current, buttons of which one is pressed, or radio buttons of which one is chosen. */
export const segmentsClass = cva('inline-flex rounded-panel border border-line-2 bg-raised p-0.5', {
  variants: {
    /** They stand in several lines where one has no room for all of them. */
    wraps: { true: 'max-w-full flex-wrap', false: 'h-8' },
  },
  defaultVariants: { wraps: false },
});

/** Each of them. Paper has the chosen one alone. */
export const segmentClass = cva(
  'inline-flex cursor-pointer items-center gap-1.5 rounded-pill border border-transparent text-small/5 font-medium whitespace-nowrap text-ink-2 hover:text-ink print:not-chosen:hidden chosen:border-line-2 chosen:bg-segment-on chosen:font-semibold chosen:text-ink',
  {
    variants: {
      isTight: { true: 'px-2', false: 'px-2.5' },
      wraps: { true: 'h-6.5' },
    },
    defaultVariants: { isTight: false },
  },
);
