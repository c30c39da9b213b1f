/** A value that differs from the text asked for in its case, its spaces or its dashes alone; null where there is none. */
export function nearValue(asked: string, existing: readonly string[]): string | null {
  const plain = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, '');
  return existing.find((value) => plain(value) === plain(asked)) ?? null;
}
