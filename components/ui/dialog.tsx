'use client';

import { type ReactNode, type RefObject, useId, useLayoutEffect, useRef } from 'react';
import { classNames } from '@/components/ui/class-names';

type DialogProps = {
  title: string;
  /** A dialog that begins with a field needs no heading for who sees it. */
  isTitleHidden?: boolean;
  className: string;
  /** What has focus first. */
  focusOn: RefObject<HTMLElement | null>;
  onClose: () => void;
  children: ReactNode;
};

/** The browser's own dialog, there while it is open: nothing behind it can be reached, and focus goes back to where it was. */
export function Dialog({ title, isTitleHidden = false, className, focusOn, onClose, children }: DialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  // The top layer and focus are the document's.
  useLayoutEffect(() => {
    const box = dialog.current;
    box?.showModal();
    focusOn.current?.focus({ preventScroll: true });
    // The browser has scrolled to the first control: a dialog is read from its title.
    if (box) box.scrollTop = 0;
    return () => box?.close();
  }, [focusOn]);

  return (
    <dialog ref={dialog} aria-labelledby={id} className={className} closedby="any" onCancel={onClose}>
      <h2 id={id} className={classNames(isTitleHidden && 'sr-only')}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}

/**
 * Acts once the open dialog is closed: what is printed has no dialog before it, and what takes the focus does so after
 * the dialog has given it back. There is one open dialog at most.
 */
export function onceDialogClosed(act: () => void): void {
  document.querySelector('dialog[open]')?.addEventListener('close', act, { once: true });
}
