import type { Me } from '@/lib/contracts/procedures';
import type { SessionEnd } from '@/lib/contracts/words/session-end';
import type { RequestScope, ScopeHolder } from '@/lib/server/pages/request-scope';

/** Types only from the server graph: a page must never bring a second copy of it into its bundle. */
const SCOPE_KEY = Symbol.for('guarded-fabric');

/** What the server graph gives the page of this request. */
export function requestScope(): RequestScope {
  const holder = Reflect.get(globalThis, SCOPE_KEY) as ScopeHolder | undefined;
  const current = holder?.current();
  if (!current)
    throw new Error('This page runs outside of the server: start it with npm start or npm run dev');
  return current;
}

/** The person this page is rendered for, as the server resolved it; null when nobody is signed in. */
export function currentOperator(): Me | null {
  return requestScope().session;
}

/** Why whoever asks has to sign in again; null where they were not signed in, or have signed out. */
export const sessionEnd = (): SessionEnd | null => requestScope().sessionEnd;

/** Which page is asked for, for what stands in its place and is not given its parts. */
export const requestedPath = (): string => new URL(requestScope().address, 'http://localhost').pathname;

/** A word of the address's query, for what stands around all pages and is not given it. */
export const requestedWord = (word: string): string | null => requestedWords(word)[0] ?? null;

/** All that the address says of a word that it may have several times. */
export function requestedWords(word: string): string[] {
  return new URL(requestScope().address, 'http://localhost').searchParams.getAll(word);
}

export function requestLocale(): 'en' | 'fr' {
  return requestScope().i18n.locale;
}
