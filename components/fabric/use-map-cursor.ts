'use client';

import { type FocusEvent, type KeyboardEvent, type PointerEvent, useState } from 'react';
import { flushSync } from 'react-dom';
import { cornerOf, positionAt, SIDE } from '@/components/fabric/map-geometry';
import { moveInMap } from '@/components/fabric/map-move';

/** A cell, who leads to it, and where its card stands: in pixels from the corner of the map. */
type Shown = { id: string; by: 'pointer' | 'keys'; left: number; top: number };

/** The cells of each drawing. */
type Grids = readonly (readonly { id: string }[])[];

/** As wide as `w-66`, which keeps it within the map. */
const CARD_WIDTH = 264;

const within = (target: EventTarget, selector: string) =>
  target instanceof Element ? target.closest<HTMLElement>(selector) : null;

/** The card stands below its cell, which is at `left` and `top` of the window. */
function cardPlace(cell: { left: number; top: number }, map: HTMLElement): Pick<Shown, 'left' | 'top'> {
  const { left, top, width } = map.getBoundingClientRect();
  return { left: Math.max(0, Math.min(cell.left - left, width - CARD_WIDTH)), top: cell.top - top + SIDE };
}

/** The cell of a drawing that the pointer is on. */
function pointedAt({ target, clientX, clientY }: PointerEvent, grids: Grids) {
  const grid = within(target, '[data-map-grid]');
  const cells = grids[Number(grid?.dataset.mapGrid ?? Number.NaN)];
  if (grid === null || cells === undefined) return null;
  const { left, top } = grid.getBoundingClientRect();
  const position = positionAt(clientX - left, clientY - top, cells.length);
  const cell = position === null ? undefined : cells[position];
  if (position === null || cell === undefined) return null;
  const corner = cornerOf(position);
  return { id: cell.id, place: { left: left + corner.left, top: top + corner.top } };
}

/**
 * The cells are drawn and are no elements: a link lies over the one that the pointer is on, and another over the one that keys
 * have led to, which is the map's one tab stop. The card of either stays while the pointer is on it, and Escape puts it away
 * (WCAG 1.4.13).
 */
export function useMapCursor(grids: Grids) {
  const [chosen, choose] = useState<string | null>(null);
  const [pointed, point] = useState<string | null>(null);
  const [shown, show] = useState<Shown | null>(null);
  const cells = grids.flat();
  const current = cells.find(({ id }) => id === chosen) ?? cells[0];

  function follow(event: PointerEvent<HTMLElement>) {
    const found = pointedAt(event, grids);
    if (found?.id === pointed && found !== null) return;
    if (found) {
      point(found.id);
      show({ id: found.id, by: 'pointer', ...cardPlace(found.place, event.currentTarget) });
    } else if (within(event.target, '[data-map-card]') === null) leave();
  }

  // It may have come and gone before what it came to was drawn.
  function leave() {
    point(null);
    show((now) => (now?.by === 'pointer' ? null : now));
  }

  function handleFocus({ target, currentTarget }: FocusEvent<HTMLElement>) {
    const id = within(target, '[data-map-cell]')?.dataset.mapCell;
    if (id === undefined) return;
    choose(id);
    // A click has the pointer on its cell, whose card goes with the pointer.
    if (target.matches(':focus-visible'))
      show({ id, by: 'keys', ...cardPlace(target.getBoundingClientRect(), currentTarget) });
  }

  function handleKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && shown !== null) {
      event.preventDefault();
      return show(null);
    }
    if (current === undefined || within(event.target, '[data-map-cell]') === null) return;
    const move = moveInMap(grids.map(({ length }) => length));
    const next = move(event.key, cells.indexOf(current), cells.length);
    if (next === null) return;
    event.preventDefault();
    const { currentTarget } = event;
    flushSync(() => choose(cells[next]?.id ?? null));
    // Another link for another cell, so that a screen reader says which.
    currentTarget.querySelector<HTMLElement>('[data-map-cell][tabindex="0"]')?.focus();
  }

  return {
    cursor: { current: current?.id ?? null, pointed, shown: shown?.id ?? null },
    card: shown,
    handlers: {
      onPointerMove: follow,
      onPointerDown: follow,
      onPointerLeave: leave,
      onFocus: handleFocus,
      onBlur: () => show(null),
      onKeyDown: handleKeyDown,
    },
  };
}
