/**
 * Gives equal JSON values the same number, whatever the order of their members, in one walk over each, so
 * that parts of documents can be compared without reading them again.
 */
export function createValueIds(): (value: unknown) => number {
  const ids = new Map<string, number>();
  const known = new Map<object, number>();

  const idOfText = (text: string): number => {
    const id = ids.get(text) ?? ids.size;
    ids.set(text, id);
    return id;
  };

  function idOf(value: unknown): number {
    if (typeof value !== 'object' || value === null) return idOfText(JSON.stringify(value ?? null));
    const before = known.get(value);
    if (before !== undefined) return before;
    const id = idOfText(Array.isArray(value) ? `[${value.map(idOf).join()}]` : `{${membersOf(value)}}`);
    known.set(value, id);
    return id;
  }

  const membersOf = (value: object): string =>
    Object.entries(value)
      .map(([key, member]) => `${JSON.stringify(key)}:${idOf(member)}`)
      .sort()
      .join();

  return idOf;
}
