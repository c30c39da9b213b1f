'use client';

import type { ReactNode } from 'react';
import { MAP_CARD } from '@/components/fabric/map-card-box';
import { cornerOf } from '@/components/fabric/map-geometry';
import { Link } from '@/components/ui/link';

/** The cell that keys have led to, the one that the pointer is on, and the one whose card is shown. */
export type MapCursor = { current: string | null; pointed: string | null; shown: string | null };

type Cell = { id: string };

/** What does not hold the cursor is not drawn again when it moves. */
export function cursorWithin(cells: readonly Cell[], { current, pointed, shown }: MapCursor): MapCursor {
  const within = (asked: string | null) => (cells.some(({ id }) => id === asked) ? asked : null);
  return { current: within(current), pointed: within(pointed), shown: within(shown) };
}

type MapGridProps<C extends Cell> = {
  cells: readonly C[];
  /** The place of the drawing among those of the map. */
  place: number;
  cursor: MapCursor;
  /** What the cells look like. */
  drawing: ReactNode;
  linkOf: (cell: C) => { label: string; href: string };
};

/** A drawing, and over its cells the links of those that somebody looks at. */
export function MapGrid<C extends Cell>({ cells, place, cursor, drawing, linkOf }: MapGridProps<C>) {
  return (
    <div className="relative mt-1" data-map-grid={place}>
      {drawing}
      {cells.map((cell, position) =>
        cell.id === cursor.current || cell.id === cursor.pointed ? (
          <CellLink
            key={cell.id}
            {...{ position, ...linkOf(cell) }}
            id={cell.id}
            isStop={cell.id === cursor.current}
            isShown={cell.id === cursor.shown}
          />
        ) : null,
      )}
    </div>
  );
}

type CellLinkProps = {
  id: string;
  position: number;
  label: string;
  href: string;
  /** Keys reach it. The other one is the pointer's. */
  isStop: boolean;
  isShown: boolean;
};

function CellLink({ id, position, label, href, isStop, isShown }: CellLinkProps) {
  const { left, top } = cornerOf(position);
  return (
    <Link
      // The policy forbids style attributes, not what a script sets.
      ref={(link) => {
        link?.style.setProperty('left', `${left}px`);
        link?.style.setProperty('top', `${top}px`);
      }}
      className="absolute top-0 left-0 size-4.5 rounded-cell hover:outline-2 hover:outline-offset-1 hover:outline-ink focus-visible:outline-focus"
      href={href}
      aria-label={label}
      aria-describedby={isShown ? MAP_CARD : undefined}
      data-map-cell={id}
      tabIndex={isStop ? 0 : -1}
    />
  );
}
