import { onlineManager, QueryCache, QueryClient } from '@tanstack/react-query';
import { errorCodeOf } from '@/lib/client/error-code';
import { leadToSignIn } from '@/lib/client/session';

/** Long enough that what the server prefetched is not fetched again on arrival. */
const FRESH_MS = 5_000;
const RETRIES = 1;

/** A session that ended while the page was open: sign in again, and come back to this very address. */
function leaveWhenSignedOut(error: unknown) {
  if (typeof window !== 'undefined' && errorCodeOf(error) === 'unauthorized') leadToSignIn();
}

/** Asks the browser first: a connection that went while the page was loading sends no event any more. */
function listenToNetwork(setOnline: (isOnline: boolean) => void) {
  const tell = () => setOnline(navigator.onLine);
  window.addEventListener('online', tell);
  window.addEventListener('offline', tell);
  tell();
  return () => {
    window.removeEventListener('online', tell);
    window.removeEventListener('offline', tell);
  };
}

if (typeof window !== 'undefined') onlineManager.setEventListener(listenToNetwork);

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        // Offline, a question fails like any other that gets no answer: a paused one would never say so.
        networkMode: 'always',
        refetchOnReconnect: 'always',
        retry: (failures, error) => errorCodeOf(error) !== 'unauthorized' && failures < RETRIES,
      },
      // What is asked for offline fails at once: a paused change would be made later, also after its form was cancelled.
      mutations: { networkMode: 'always' },
    },
  });
}
