'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { askAgain } from '@/components/shell/use-freshness';
import { hasFailedWatched, oldestWatched } from '@/lib/client/freshness-store';
import { followEvents } from '@/lib/client/live-events';
import { createPaced } from '@/lib/client/paced';

const PACE = { everyMs: 1_000, spreadMs: 300 };

function followChanges(client: QueryClient): () => void {
  const asking = createPaced(() => askAgain(client), PACE);
  const leave = followEvents({
    onChanged: asking.ask,
    onChangedAt: (at) => {
      // A stream that stands again comes from a server that answers again.
      if (hasFailedWatched(client)) return asking.ask();
      const oldest = oldestWatched(client);
      if (oldest !== null && Date.parse(oldest) < Date.parse(at)) asking.ask();
    },
  });
  return () => {
    leave();
    asking.end();
  };
}

/** What is watched on this screen is asked for again, all of it together, when the server says that something has changed. */
export function useLiveEvents(): void {
  const client = useQueryClient();
  // The stream is the browser's.
  useEffect(() => followChanges(client), [client]);
}
