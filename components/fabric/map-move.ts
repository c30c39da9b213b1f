import { PER_LINE } from '@/components/fabric/map-geometry';
import type { Move } from '@/components/ui/use-roving';

type Place = { cluster: number; start: number; size: number };

function placeOf(sizes: readonly number[], position: number): Place {
  let start = 0;
  for (const [cluster, size] of sizes.entries()) {
    if (position < start + size) return { cluster, start, size };
    start += size;
  }
  return { cluster: sizes.length, start, size: 0 };
}

function down(sizes: readonly number[], position: number): number {
  const { cluster, start, size } = placeOf(sizes, position);
  const offset = position - start;
  const isOnLastLine = Math.floor(offset / PER_LINE) === Math.floor((size - 1) / PER_LINE);
  if (!isOnLastLine) return start + Math.min(offset + PER_LINE, size - 1);
  const next = sizes[cluster + 1];
  return next === undefined ? position : start + size + Math.min(offset % PER_LINE, next - 1);
}

function up(sizes: readonly number[], position: number): number {
  const { cluster, start } = placeOf(sizes, position);
  const offset = position - start;
  if (offset >= PER_LINE) return position - PER_LINE;
  const above = sizes[cluster - 1];
  if (above === undefined) return position;
  const lastLine = Math.floor((above - 1) / PER_LINE) * PER_LINE;
  return start - above + Math.min(lastLine + offset, above - 1);
}

/** Arrows in clusters that stand one after the other, each in lines of its own. */
export function moveInMap(sizes: readonly number[]): Move {
  return (key, position, count) => {
    if (key === 'ArrowDown') return down(sizes, position);
    if (key === 'ArrowUp') return up(sizes, position);
    if (key === 'ArrowRight') return Math.min(position + 1, count - 1);
    if (key === 'ArrowLeft') return Math.max(position - 1, 0);
    if (key === 'Home') return 0;
    return key === 'End' ? count - 1 : null;
  };
}
