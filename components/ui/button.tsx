import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentPropsWithRef } from 'react';

/** Paper cannot be pressed: none is printed. */
const button = cva(
  'inline-flex cursor-pointer items-center gap-1.5 border bg-none font-medium whitespace-nowrap disabled:cursor-default disabled:border-line disabled:bg-raised disabled:text-ink-3 print:hidden',
  {
    variants: {
      variant: {
        plain: 'border-line-2 bg-surface hover:bg-raised aria-expanded:bg-sunken',
        primary: 'border-ink bg-ink text-invert hover:border-ink-2 hover:bg-ink-2',
        quiet:
          'border-transparent bg-transparent text-ink-2 hover:bg-raised hover:text-ink aria-expanded:bg-sunken',
        /** It stands on a raised ground, where hovering has to show too. */
        onRaised: 'border-transparent bg-transparent text-ink-2 hover:bg-sunken',
        /** It stands on a bar of ink. */
        onInk:
          'border-transparent bg-transparent text-invert outline-invert hover:bg-ink-2 aria-expanded:bg-ink-2',
      },
      size: {
        medium: 'h-8 rounded-panel px-3',
        small: 'h-7 rounded-panel px-2.5 text-small',
        tiny: 'h-6 rounded-pill px-2 text-small',
        /** It stands in a head that is hardly taller than itself. */
        inHead: 'h-6 rounded-pill px-1.5 text-small',
        icon: 'size-8 justify-center rounded-panel',
      },
    },
    defaultVariants: { variant: 'plain', size: 'medium' },
  },
);

export type ButtonLook = VariantProps<typeof button>;

/** Links that look like buttons use it too. What is extra may place the button, and not change how it looks. */
export function buttonClass(look: ButtonLook = {}, extra?: string): string {
  return button({ ...look, className: extra });
}

export function Button({
  variant,
  size,
  className,
  type = 'button',
  ...rest
}: ComponentPropsWithRef<'button'> & ButtonLook) {
  return <button type={type} className={buttonClass({ variant, size }, className)} {...rest} />;
}
