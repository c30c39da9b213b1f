import { cva } from 'class-variance-authority';

/** What the bar's buttons open. */
export const menuClass = cva(
  'min-w-55 rounded-panel border border-line-2 bg-surface p-1 text-ink normal-nums shadow-menu',
);

/** What stands above its items. */
export const menuHeadClass = cva('mb-1 max-w-80 border-b border-line px-2 pt-1.5 pb-2 wrap-anywhere');

export const menuItemClass = cva(
  'flex min-h-8 w-full items-center gap-2 rounded-pill px-2 text-left [&_kbd]:ml-auto',
  {
    variants: {
      isOff: {
        true: 'cursor-default text-ink-3',
        false:
          'cursor-pointer hover:bg-raised hover:-outline-offset-2 focus:bg-raised focus:-outline-offset-2',
      },
    },
    defaultVariants: { isOff: false },
  },
);
