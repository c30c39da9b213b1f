import { describe, expect, it } from 'vitest';
import { moveInColumn } from './use-roving';

describe('the keys in a column', () => {
  const from = (position: number) => (key: string) => moveInColumn(key, position, 9);

  it('lead to the next and the one before, and stop at both ends', () => {
    expect(['ArrowDown', 'ArrowUp'].map(from(4))).toEqual([5, 3]);
    expect([from(8)('ArrowDown'), from(0)('ArrowUp')]).toEqual([8, 0]);
  });

  it('lead to the first and the last, and elsewhere nowhere', () => {
    expect(['Home', 'End', 'Tab', 'ArrowLeft'].map(from(4))).toEqual([0, 8, null, null]);
  });
});
