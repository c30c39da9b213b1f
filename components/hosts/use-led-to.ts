'use client';

import { useCallback, useEffect, useState } from 'react';
import { isKnownCheck } from '@/lib/domain/vocabulary';

const PREFIX = 'check-';

/** Where a check stands on the page, for links that lead to it. What only a host named has no such place. */
export const placeOfCheck = (check: string): string | undefined =>
  isKnownCheck(check) ? `${PREFIX}${check}` : undefined;

/** The place that a link led to, and how many did: the same place opens again. */
export type LedTo = { place: string; turn: number };

/** The number of the link that led to a check; 0 where none did. */
export const arrivalAt = ({ place, turn }: LedTo, check: string): number =>
  placeOfCheck(check) === place ? turn : 0;

/** Where the address leads to within the page, and what leads there from another part of it. */
export function useLedTo(): [LedTo, (place: string) => void] {
  const [ledTo, setLedTo] = useState<LedTo>({ place: '', turn: 0 });
  const lead = useCallback((place: string) => setLedTo(({ turn }) => ({ place, turn: turn + 1 })), []);

  // What follows # is not sent to the server.
  useEffect(() => {
    const read = () => {
      const place = location.hash.slice(1);
      if (place.startsWith(PREFIX)) lead(place);
    };
    read();
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, [lead]);

  return [ledTo, lead];
}
