export const VIEWS_AT_MOST = 100;

/** Whether two views would be taken for one another by their names. */
export function isSameName(one: string, other: string): boolean {
  const folded = (name: string) => name.trim().normalize('NFC').toLowerCase();
  return folded(one) === folded(other);
}
