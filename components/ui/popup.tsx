'use client';

import { type ComponentProps, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { classNames } from '@/components/ui/class-names';

/** The space between the button and what it opens, and between that and the edge of the window, in pixels. */
const GAP = 6;
const MARGIN = 8;

/** Puts it below the button and in line with its end, or above it where there is more room; never outside of the window. */
function place(box: HTMLElement, button: DOMRect) {
  const { clientWidth, clientHeight } = document.documentElement;
  const below = clientHeight - button.bottom - GAP - MARGIN;
  const above = button.top - GAP - MARGIN;
  const isBelow = box.scrollHeight <= below || below >= above;
  box.style.setProperty('--available-height', `${isBelow ? below : above}px`);
  const left = Math.min(button.right, clientWidth - MARGIN) - box.offsetWidth;
  box.style.left = `${Math.max(MARGIN, left)}px`;
  box.style.top = `${isBelow ? button.bottom + GAP : button.top - GAP - box.offsetHeight}px`;
}

/** Places it now, and again whenever its size changes or its button moves. */
function keepPlaced(box: HTMLElement, button: HTMLElement, signal: AbortSignal) {
  const placeAgain = () => place(box, button.getBoundingClientRect());
  placeAgain();
  const sizes = new ResizeObserver(placeAgain);
  sizes.observe(box);
  signal.addEventListener('abort', () => sizes.disconnect());
  window.addEventListener('resize', placeAgain, { signal });
  window.addEventListener('scroll', placeAgain, { signal, capture: true, passive: true });
}

function closeWhenLeft(box: HTMLElement, button: HTMLElement, close: () => void, signal: AbortSignal) {
  const closeFromOutside = ({ target }: Event) => {
    if (target instanceof Node && !box.contains(target) && !button.contains(target)) close();
  };
  const closeByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    close();
  };
  document.addEventListener('pointerdown', closeFromOutside, { signal, capture: true });
  document.addEventListener('focusin', closeFromOutside, { signal });
  document.addEventListener('keydown', closeByKey, { signal });
}

type PopupProps = ComponentProps<'div'> & {
  /** The button that opened it: it stands there, and focus comes back to it. */
  trigger: RefObject<HTMLElement | null>;
  /** What of it has focus first; else it has it itself. */
  focusOn: (box: HTMLElement) => HTMLElement | null | undefined;
  onClose: () => void;
};

/**
 * What a button opens, there while it is open and above all else of the page. Put right behind its button, it belongs to
 * the same landmark and is next in the order of tabs. Escape asks it to close, and so does whatever else is pressed or focused.
 */
export function Popup({ trigger, focusOn, onClose, className, ...rest }: PopupProps) {
  const popup = useRef<HTMLDivElement>(null);
  const latest = useRef({ focusOn, onClose });
  useEffect(() => {
    latest.current = { focusOn, onClose };
  });

  // The top layer, focus, and what is pressed elsewhere are the document's.
  useLayoutEffect(() => {
    const [box, button] = [popup.current, trigger.current];
    if (box === null || button === null) return;
    const listening = new AbortController();
    box.showPopover();
    keepPlaced(box, button, listening.signal);
    (latest.current.focusOn(box) ?? box).focus({ preventScroll: true });
    closeWhenLeft(box, button, () => latest.current.onClose(), listening.signal);
    return () => {
      listening.abort();
      if (box.contains(document.activeElement)) button.focus({ preventScroll: true });
      box.hidePopover();
    };
  }, [trigger]);

  return (
    <div
      ref={popup}
      popover="manual"
      tabIndex={-1}
      className={classNames('inset-auto outline-none', className)}
      {...rest}
    />
  );
}
