const VERSION = /^\d{1,9}(\.\d{1,9}){1,3}$/;

/** The numbers of a version; null if it is none, because an agent may say anything. */
function numbersOf(version: string): number[] | null {
  return VERSION.test(version) ? version.split('.').map(Number) : null;
}

/** Only comparable versions can be older: `1.2` equals `1.2.0`, and a word has no age. */
export function isOlderVersion(version: string, than: string): boolean {
  const [mine, other] = [numbersOf(version), numbersOf(than)];
  if (mine === null || other === null) return false;
  for (let part = 0; part < Math.max(mine.length, other.length); part++) {
    const difference = (mine[part] ?? 0) - (other[part] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
