type Named = { id: string; hostname: string };

export const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Compares by name and then by id, so that a plan is the same in whatever order its hosts come. */
export const byName = (a: Named, b: Named): number =>
  compareText(a.hostname.toLowerCase(), b.hostname.toLowerCase()) || compareText(a.id, b.id);
