/** What a person opened from the search, kept in their browser alone. */
export type RecentFind = {
  kind: string;
  label: string;
  detail: string;
  /** It leaves the scope out, which is that of the day when it is opened again. */
  address: string;
};

export const MOST_RECENT = 8;
/** Longer ones are of no help, and the browser's store is small. */
const LONGEST = 400;

const keyOf = (person: string) => `gf-recent-finds:${person}`;

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= LONGEST;

/** Whether it leads within the console: the store is anybody's text. */
const isOurs = (address: string) => /^\/(?![/\\])/.test(address);

/** Those that can be read, each once. */
export function readRecentFinds(text: string | null): RecentFind[] {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(stored)) return [];
  const finds = stored.flatMap((one: unknown): RecentFind[] => {
    const { kind, label, detail, address } = Object(one) as Record<string, unknown>;
    const isKnown = isText(kind) && isText(label) && isText(detail) && isText(address) && isOurs(address);
    return isKnown ? [{ kind, label, detail, address }] : [];
  });
  return withoutRepeats(finds).slice(0, MOST_RECENT);
}

/** The newest first; what is opened again moves up. */
export const withFind = (finds: readonly RecentFind[], find: RecentFind): RecentFind[] =>
  withoutRepeats([find, ...finds]).slice(0, MOST_RECENT);

function withoutRepeats(finds: readonly RecentFind[]): RecentFind[] {
  const seen = new Set<string>();
  return finds.filter(({ address }) => !seen.has(address) && seen.add(address));
}

/** None where the browser keeps nothing for pages, as a private window may. */
export function recentFinds(person: string): RecentFind[] {
  try {
    return readRecentFinds(window.localStorage.getItem(keyOf(person)));
  } catch {
    return [];
  }
}

export function rememberFind(person: string, find: RecentFind): void {
  const finds = withFind(recentFinds(person), find);
  try {
    window.localStorage.setItem(keyOf(person), JSON.stringify(finds));
  } catch {
    // A browser that keeps nothing: the search goes on without.
  }
}

export function forgetFinds(person: string): void {
  try {
    window.localStorage.removeItem(keyOf(person));
  } catch {
    // Nothing was kept.
  }
}
