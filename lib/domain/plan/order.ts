type Named = { id: string; hostname: string };

export const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Compares by name and then by id, so that a plan does not depend on the order of its hosts. */
export const byName = (a: Named, b: Named): number =>
  compareText(a.hostname.toLowerCase(), b.hostname.toLowerCase()) || compareText(a.id, b.id);
