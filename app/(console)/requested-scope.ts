import type { Scope } from '@/lib/client/scope';
import { pastTimeOf } from '@/lib/client/time-address';
import { requestedWord, requestedWords } from '@/lib/server/auth/session';

/** The fabrics and the time of the address that is asked for, where a page is not given it. */
export const requestedScope = (): Scope => ({
  fabrics: requestedWords('fabric'),
  at: pastTimeOf(requestedWord('at'), Date.now()),
});
