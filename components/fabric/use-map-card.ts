'use client';

import { type FocusEvent, type KeyboardEvent, type PointerEvent, useState } from 'react';

/** A cell, and where its card stands: in pixels from the corner of the map. */
type Shown = { id: string; left: number; top: number };

/** As wide as `w-66`, which keeps it within the map. */
const CARD_WIDTH = 264;

function placeBeside(cell: HTMLElement, map: HTMLElement): Omit<Shown, 'id'> {
  const [at, within] = [cell.getBoundingClientRect(), map.getBoundingClientRect()];
  const left = Math.min(at.left - within.left, within.width - CARD_WIDTH);
  return { left: Math.max(0, left), top: at.bottom - within.top };
}

const cellOf = (target: EventTarget) =>
  target instanceof Element ? target.closest<HTMLElement>('[data-rove]') : null;
const isOnCard = (target: EventTarget) =>
  target instanceof Element && target.closest('[data-map-card]') !== null;

/**
 * Shows the card of the cell that the pointer or the focus is on. It stays while the pointer is on it, and Escape puts it
 * away (WCAG 1.4.13).
 */
export function useMapCard() {
  const [shown, show] = useState<Shown | null>(null);

  function follow({ target, currentTarget }: PointerEvent<HTMLElement> | FocusEvent<HTMLElement>) {
    const cell = cellOf(target);
    const id = cell?.dataset.rove;
    if (cell && id !== undefined) show({ id, ...placeBeside(cell, currentTarget) });
    else if (!isOnCard(target)) show(null);
  }

  function handleKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.key !== 'Escape' || shown === null) return;
    event.preventDefault();
    show(null);
  }

  const hide = () => show(null);
  const map = {
    onPointerOver: follow,
    onPointerLeave: hide,
    onFocus: follow,
    onBlur: hide,
    onKeyDown: handleKeyDown,
  };
  return { shown, map };
}
