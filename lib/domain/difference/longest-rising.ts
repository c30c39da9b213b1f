/** How many of the rising `ends` are smaller than a value. */
function countSmaller(ends: readonly number[], value: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? value) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Removes as few numbers as possible so that the others rise (patience sorting); no number occurs twice. */
export function longestRising(numbers: readonly (number | undefined)[]): (number | undefined)[] {
  /** The smallest number in which a rising row ends, for each length of row. */
  const ends: number[] = [];
  const lengths = numbers.map((value) => {
    if (value === undefined) return 0;
    const shorter = countSmaller(ends, value);
    ends[shorter] = value;
    return shorter + 1;
  });
  let wanted = ends.length;
  let following = Number.POSITIVE_INFINITY;
  const kept = numbers.map((): number | undefined => undefined);
  for (let index = numbers.length - 1; index >= 0 && wanted > 0; index -= 1) {
    const value = numbers[index];
    if (value === undefined || lengths[index] !== wanted || value >= following) continue;
    kept[index] = following = value;
    wanted -= 1;
  }
  return kept;
}
