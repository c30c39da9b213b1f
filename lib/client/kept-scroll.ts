const keyOf = (address: string) => `gf-scroll ${address}`;
const RETURN_KEY = 'gf-scroll-return';

export const shownAddress = (): string => `${window.location.pathname}${window.location.search}`;

/** A browser may keep nothing: a page is shown from its top then. */
function keep(key: string, value: string): void {
  try {
    window.sessionStorage.setItem(key, value);
  } catch {
    // Nothing to do about it.
  }
}

function kept(key: string): string | null {
  try {
    return window.sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Where this page of this tab is scrolled to, for whoever comes back to it. */
export const keepScroll = (): void => keep(keyOf(shownAddress()), String(window.scrollY));

export const keptScroll = (): number => Number(kept(keyOf(shownAddress())));

/** The page that is about to be loaded is the one that somebody was on before their session ended. */
export const noteReturnTo = (address: string): void => keep(RETURN_KEY, address);

/** Once: whoever opens the same page later by a link begins at its top. */
export function isReturn(): boolean {
  const address = kept(RETURN_KEY);
  if (address !== null) window.sessionStorage.removeItem(RETURN_KEY);
  return address === shownAddress();
}
