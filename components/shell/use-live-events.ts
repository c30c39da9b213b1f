'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { askAgain, storeOf } from '@/components/shell/use-freshness';
import { isOfFleet } from '@/lib/client/freshness-store';
import { followEvents } from '@/lib/client/live-events';
import { createPaced } from '@/lib/client/paced';
import { followSignOut } from '@/lib/client/session';

const PACE = { everyMs: 1_000, spreadMs: 300 };

function followChanges(client: QueryClient): () => void {
  const { hasAnyFailed, oldestWatched } = storeOf(client);
  const ofFleet = createPaced(() => client.refetchQueries({ type: 'active', predicate: isOfFleet }), PACE);
  const ofAll = createPaced(() => askAgain(client), PACE);
  const leave = followEvents({
    onChanged: ofFleet.ask,
    onChangedAt: (at) => {
      // The first stream comes from a server that answers, perhaps again.
      if (hasAnyFailed() || Date.parse(oldestWatched() ?? at) < Date.parse(at)) ofFleet.ask();
    },
    onDoubt: ofAll.ask,
  });
  return () => {
    leave();
    ofFleet.end();
    ofAll.end();
  };
}

/** What is watched on this screen is asked for again, all of it together, when the server says that something has changed. */
export function useLiveEvents(): void {
  const client = useQueryClient();
  // The stream is the browser's.
  useEffect(() => followChanges(client), [client]);
  // Whoever signs out in one page of the browser is signed out in all, also in one that the server would tell later.
  useEffect(followSignOut, []);
}
