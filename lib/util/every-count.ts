/** Every word of a vocabulary with its count, 0 where none was counted. */
export function everyCount<T extends string>(
  words: readonly T[],
  counts: Partial<Record<T, number>>,
): Record<T, number> {
  return Object.fromEntries(words.map((word) => [word, counts[word] ?? 0])) as Record<T, number>;
}
