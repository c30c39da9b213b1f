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

/** The same, with as few of them left out as leave the others in rising order (patience sorting); no number comes twice. */
export function longestRising(numbers: readonly (number | undefined)[]): (number | undefined)[] {
  /** The smallest number that a rising row ends in, one for each length of row. */
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
