/** A predicate that narrows any value to a member of a closed tuple of words. */
export function memberOf<const T extends readonly string[]>(
  words: T,
): (value: unknown) => value is T[number] {
  const known: ReadonlySet<unknown> = new Set(words);
  return (value): value is T[number] => known.has(value);
}

/** A plain object or array-free record: what a JSON object reads as. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
