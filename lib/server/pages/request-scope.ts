import { AsyncLocalStorage } from 'node:async_hooks';
import type { Me } from '@/lib/contracts/procedures';
import type { SessionEnd } from '@/lib/contracts/words/session-end';
import type { AppCaller, ProcedureAnswer } from '@/lib/server/trpc/root';

/** What the server hands to the pages, which are another module graph: one object per request. */
export type RequestScope = {
  /** Runs procedures as the person who requested the page. */
  caller: AppCaller;
  /** Runs a procedure by name and returns failures as over HTTP: the form that queries in a page's cache have. */
  call: (path: string, input: unknown) => Promise<ProcedureAnswer>;
  session: Me | null;
  /** Why the session of this browser has ended; null if somebody is signed in, has signed out, or never was. */
  sessionEnd: SessionEnd | null;
  /** The requested path and query. */
  address: string;
  i18n: { locale: 'en' | 'fr' };
};

/**
 * The pages read this name from globalThis; lib/server/auth/session.ts repeats it because it may not import
 * this file.
 */
const SCOPE_KEY = Symbol.for('guarded-fabric');

export type ScopeHolder = { current: () => RequestScope | undefined };

const storage = new AsyncLocalStorage<RequestScope>();

export function publishRequestScope(): void {
  const holder: ScopeHolder = { current: () => storage.getStore() };
  Object.defineProperty(globalThis, SCOPE_KEY, { value: holder, configurable: true });
}

export function runInScope<T>(scope: RequestScope, work: () => T): T {
  return storage.run(scope, work);
}
