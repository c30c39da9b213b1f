'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { readChoice, type SnapshotChoice, withChoice } from '@/lib/client/snapshot-address';

/** Which snapshots a person looks at. It stands in the address, so that it can be sent to somebody and Back leads to the one before. */
export function useChoice() {
  const path = usePathname();
  const parameters = useSearchParams();
  const choice = readChoice(new URLSearchParams(parameters));
  const addressOf = (change: Partial<SnapshotChoice>) =>
    withChoice(`${path}?${parameters}`, { ...choice, ...change });
  const choose = (change: Partial<SnapshotChoice>) => window.history.pushState(null, '', addressOf(change));
  return { choice, choose, addressOf };
}

export type Choose = ReturnType<typeof useChoice>['choose'];
