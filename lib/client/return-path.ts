const OWN_ORIGIN = 'http://own.invalid';

/** Where to go after sign-in: a path of this console, whatever the address says. */
export function ownPath(text: string | null | undefined): string {
  if (!text?.startsWith('/')) return '/';
  try {
    const url = new URL(text, OWN_ORIGIN);
    return url.origin === OWN_ORIGIN ? `${url.pathname}${url.search}` : '/';
  } catch {
    return '/';
  }
}

export function signInAddress(returnTo: string): string {
  return returnTo === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(returnTo)}`;
}
