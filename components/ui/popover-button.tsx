'use client';

import { cva, type VariantProps } from 'class-variance-authority';
import { type ReactNode, useId, useRef, useState } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Popup } from '@/components/ui/popup';

const CONTROLS = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea';

/** A finger that opens a panel has not asked for the keyboard of its screen. */
const first = (box: HTMLElement, selector: string) =>
  matchMedia('(pointer: coarse)').matches ? null : box.querySelector<HTMLElement>(selector);

export const firstControl = (box: HTMLElement) => first(box, CONTROLS);

const panel = cva(
  'grid max-h-[min(70vh,var(--available-height))] max-w-[calc(100vw-24px)] gap-2 overflow-y-auto rounded-panel border border-line-2 bg-surface p-3 text-body text-ink shadow-menu',
  { variants: { width: { medium: 'w-75', wide: 'w-90' } } },
);

type PopoverProps = Required<VariantProps<typeof panel>> & {
  /** What the button says. */
  label: ReactNode;
  /** What the panel is headed by, and named after. */
  title: string;
  /** What has focus first, as a selector; the panel itself where there is none. Otherwise its first control. */
  focusOn?: string;
  children: (close: () => void) => ReactNode;
};

/** A button that opens a panel of controls, beside which the page goes on. */
export function PopoverButton({ label, title, width, focusOn = CONTROLS, children }: PopoverProps) {
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <span className="inline-flex">
      <button
        ref={trigger}
        type="button"
        className={buttonClass({ size: 'small' })}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {label}
        <Icon name="down" size={12} />
      </button>
      {isOpen && (
        <Popup
          trigger={trigger}
          focusOn={(box) => first(box, focusOn)}
          onClose={close}
          role="dialog"
          aria-labelledby={id}
          className={panel({ width })}
        >
          <h2 id={id} className="text-small text-ink-3">
            {title}
          </h2>
          {children(close)}
        </Popup>
      )}
    </span>
  );
}
