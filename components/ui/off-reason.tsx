import type { ReactNode } from 'react';

type ReasonProps = {
  /** What the control that is off has as its `aria-describedby`. */
  id: string;
  /** It stands on a bar of ink, below its buttons. */
  isOnInk?: boolean;
  children: ReactNode;
};

/** Why a control beside it is off: nobody has to guess what a grey button waits for. */
export function OffReason({ id, isOnInk = false, children }: ReasonProps) {
  return (
    <span
      id={id}
      className={
        isOnInk ? 'order-last basis-full px-2.5 pb-1 text-small text-invert' : 'text-small text-ink-2'
      }
    >
      {children}
    </span>
  );
}
