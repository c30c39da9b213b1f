import type { Me } from '@/lib/contracts/procedures';
import type { SessionEnd } from '@/lib/contracts/words/session-end';
import type { RequestScope, ScopeHolder } from '@/lib/server/pages/request-scope';

/** Imports only types from the server: a page must never bring a second copy of it into its bundle. */
const SCOPE_KEY = Symbol.for('guarded-fabric');

/** What the server passes to the page of this request. */
export function requestScope(): RequestScope {
  const holder = Reflect.get(globalThis, SCOPE_KEY) as ScopeHolder | undefined;
  const current = holder?.current();
  if (!current)
    throw new Error('This page runs outside of the server: start it with npm start or npm run dev');
  return current;
}

/** The person for whom this page is rendered, as the server resolved it; null if nobody is signed in. */
export function currentOperator(): Me | null {
  return requestScope().session;
}

/** Why the person has to sign in again; null if they were not signed in, or have signed out. */
export const sessionEnd = (): SessionEnd | null => requestScope().sessionEnd;

/** The path of the page, for components that Next does not give it. */
export const requestedPath = (): string => new URL(requestScope().address, 'http://localhost').pathname;

/** One word of the address's query, for layouts, which Next does not give it. */
export const requestedWord = (word: string): string | null => requestedWords(word)[0] ?? null;

/** All values of a word that the address may repeat. */
export function requestedWords(word: string): string[] {
  return new URL(requestScope().address, 'http://localhost').searchParams.getAll(word);
}

export function requestLocale(): 'en' | 'fr' {
  return requestScope().i18n.locale;
}
