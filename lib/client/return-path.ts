const OWN_ORIGIN = 'http://own.invalid';

/**
 * Where to go after sign-in: a path of this console, whatever the address says. Resolving takes dot parts out, and
 * what is left may then begin with `//`, which is another host's address; no path of ours holds an empty part.
 */
export function ownPath(text: string | null | undefined): string {
  if (!text?.startsWith('/') || !URL.canParse(text, OWN_ORIGIN)) return '/';
  const { origin, pathname, search } = new URL(text, OWN_ORIGIN);
  return origin === OWN_ORIGIN && !pathname.includes('//') ? `${pathname}${search}` : '/';
}

export const signInAddress = (returnTo: string): string =>
  returnTo === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(returnTo)}`;

/** The same for a page whose session was ended by signing out in another one, which the page to sign in says. */
export const signedOutAddress = (returnTo: string): string =>
  `/sign-in?${new URLSearchParams({ next: returnTo, out: 'elsewhere' })}`;
