/** A part of a cell from its foot upwards, in shares of its height. */
export type Bar = { from: number; to: number };

/** So much at least: what is there is seen, however few it is. */
const LEAST = 1 / 8;

/** One bar upon the other, each as high as its part of all. */
export function barsOf(counts: readonly number[]): Bar[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const heights = counts.map((count) => Math.max(LEAST, count / total));
  const sum = heights.reduce((all, height) => all + height, 0);
  let from = 0;
  return heights.map((height) => {
    const bar = { from, to: from + height / sum };
    from = bar.to;
    return bar;
  });
}
