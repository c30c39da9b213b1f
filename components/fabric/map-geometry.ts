/** Cells of a cluster stand in lines of so many. */
export const PER_LINE = 8;

/** A cell's side, in pixels. */
export const SIDE = 18;

/** The way from one cell to the next: so far apart that a target of 24 px round each cell meets no other (WCAG 2.5.8). */
const STEP = 24;

export const GRID_WIDTH = PER_LINE * STEP - (STEP - SIDE);

export const heightOf = (cells: number): number => Math.ceil(cells / PER_LINE) * STEP - (STEP - SIDE);

export const cornerOf = (position: number) => ({
  left: (position % PER_LINE) * STEP,
  top: Math.floor(position / PER_LINE) * STEP,
});

/** The position of the cell at a point of the grid; null between cells, and where there is none. */
export function positionAt(left: number, top: number, cells: number): number | null {
  if (left < 0 || top < 0 || left >= GRID_WIDTH || left % STEP >= SIDE || top % STEP >= SIDE) return null;
  const position = Math.floor(top / STEP) * PER_LINE + Math.floor(left / STEP);
  return position < cells ? position : null;
}

/** How far within its cell a square begins, whose stroke makes up the rest and rounds the corners. */
const INSET = 2.5;

/** The squares of cells as one path: a path draws thousands of them as fast as one. */
export function squares(positions: readonly number[]): string {
  const side = SIDE - 2 * INSET;
  return positions
    .map((position) => {
      const { left, top } = cornerOf(position);
      return `M${left + INSET} ${top + INSET}h${side}v${side}h-${side}z`;
    })
    .join('');
}

/** A triangle in the upper right corner of each. */
export function corners(positions: readonly number[]): string {
  return positions
    .map((position) => {
      const { left, top } = cornerOf(position);
      return `M${left + SIDE - 8} ${top}h6q2 0 2 2v6z`;
    })
    .join('');
}

/** A dot on the lower right corner of each. */
export function dots(positions: readonly number[]): string {
  return positions
    .map((position) => {
      const { left, top } = cornerOf(position);
      return `M${left + SIDE - 3.5} ${top + SIDE}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0`;
    })
    .join('');
}
