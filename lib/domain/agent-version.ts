const VERSION = /^\d{1,9}(\.\d{1,9}){1,3}$/;

/** A version's numbers; null for what is none, as an agent may name itself anything. */
function numbersOf(version: string): number[] | null {
  return VERSION.test(version) ? version.split('.').map(Number) : null;
}

/** Only what can be compared is older: `1.2` is `1.2.0`, and a word is no age. */
export function isOlderVersion(version: string, than: string): boolean {
  const [mine, other] = [numbersOf(version), numbersOf(than)];
  if (mine === null || other === null) return false;
  for (let part = 0; part < Math.max(mine.length, other.length); part++) {
    const difference = (mine[part] ?? 0) - (other[part] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
