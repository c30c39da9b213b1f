import { shownAddress } from '@/lib/client/kept-scroll';
import { signedOutAddress, signInAddress } from '@/lib/client/return-path';
import type { SetUpInput } from '@/lib/contracts/procedures';

export type SessionFailure =
  | { kind: 'wrong' | 'unreachable' | 'server' | 'gone' | 'invalid' }
  | { kind: 'tooMany'; retryAfterSeconds: number | null };

/** Null where it worked. */
type Outcome = Promise<SessionFailure | null>;

const FAILURE_OF_STATUS: Readonly<Record<number, 'wrong' | 'gone' | 'invalid'>> = {
  400: 'invalid',
  401: 'wrong',
  403: 'wrong',
  404: 'gone',
  409: 'gone',
  422: 'invalid',
};

function failureOf(response: Response): SessionFailure | null {
  if (response.ok) return null;
  if (response.status !== 429) return { kind: FAILURE_OF_STATUS[response.status] ?? 'server' };
  const seconds = Number(response.headers.get('retry-after') ?? response.headers.get('x-retry-after'));
  return { kind: 'tooMany', retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : null };
}

async function post(path: string, body: unknown): Outcome {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return failureOf(response);
  } catch {
    return { kind: 'unreachable' };
  }
}

export async function signIn(credentials: { email: string; password: string }): Outcome {
  const failure = await post('/api/auth/sign-in/email', credentials);
  // A malformed address is a wrong one: which of the two is nobody's business.
  return failure?.kind === 'invalid' ? { kind: 'wrong' } : failure;
}

const SIGNED_OUT_KEY = 'gf-signed-out';

async function signOut(): Promise<boolean> {
  const isSignedOut = (await post('/api/auth/sign-out', {})) === null;
  if (isSignedOut) tellOtherPages();
  return isSignedOut;
}

/** A browser tells what is stored to its other pages alone. One that stores nothing has them learn it when they next ask. */
function tellOtherPages(): void {
  try {
    window.localStorage.setItem(SIGNED_OUT_KEY, String(Date.now()));
  } catch {
    // Nothing to do about it.
  }
}

let isSigningOut = false;
/** Null while this page goes nowhere. The browser takes its time to leave, and much may be refused until then. */
let goingTo: string | null = null;

/** The answer to signing out leads on by itself: a page that left before could not tell the others. */
function goTo(address: string): void {
  if (isSigningOut) return;
  goingTo = address;
  window.location.assign(address);
}

/**
 * Leads to sign in when another page of this browser has ended the session that this one was shown in, and back here from
 * there: mostly the same person signs in again. Anybody else sees this address in the browser, and its filters on the page.
 */
export function followSignOut(): () => void {
  const hear = ({ key }: StorageEvent) => {
    if (key === SIGNED_OUT_KEY) goTo(signedOutAddress(shownAddress()));
  };
  window.addEventListener('storage', hear);
  return () => window.removeEventListener('storage', hear);
}

/** Where a session has ended: to sign in and back to this address. A page that is going already knows better why. */
export function leadToSignIn(): void {
  goTo(goingTo ?? signInAddress(shownAddress()));
}

/** Ends the session and goes to the page to sign in, from where nothing leads back here. */
export async function leave(onFailed: () => void): Promise<void> {
  isSigningOut = true;
  const isSignedOut = await signOut();
  isSigningOut = false;
  if (isSignedOut) goTo('/sign-in');
  else onFailed();
}

export function setUp(input: SetUpInput): Outcome {
  return post('/api/set-up', input);
}
