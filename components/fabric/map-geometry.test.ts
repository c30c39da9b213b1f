import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cornerOf, GRID_WIDTH, heightOf, positionAt, SIDE, squares } from '@/components/fabric/map-geometry';

const gridAndCell = fc
  .integer({ min: 1, max: 500 })
  .chain((cells) => fc.tuple(fc.constant(cells), fc.integer({ min: 0, max: cells - 1 })));

it('finds the cell at each of its points, within the grid', () => {
  // A window that is magnified has quarters of pixels too.
  const within = fc.integer({ min: 0, max: SIDE * 4 - 1 }).map((quarters) => quarters / 4);
  fc.assert(
    fc.property(gridAndCell, within, within, ([cells, position], right, down) => {
      const { left, top } = cornerOf(position);
      expect(positionAt(left + right, top + down, cells)).toBe(position);
      expect(left + SIDE).toBeLessThanOrEqual(GRID_WIDTH);
      expect(top + SIDE).toBeLessThanOrEqual(heightOf(cells));
    }),
  );
});

it('finds none between cells, beside the grid, and after the last one', () => {
  expect(positionAt(SIDE, 0, 8)).toBeNull();
  expect(positionAt(0, SIDE + 1, 16)).toBeNull();
  expect(positionAt(GRID_WIDTH + 6, 0, 16)).toBeNull();
  expect(positionAt(-1, 0, 8)).toBeNull();
  const { left, top } = cornerOf(3);
  expect(positionAt(left, top, 3)).toBeNull();
});

it('draws each cell once, in one path', () => {
  expect(squares([0, 9])).toBe('M2.5 2.5h13v13h-13zM26.5 26.5h13v13h-13z');
});
