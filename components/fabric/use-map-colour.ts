'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { MAP_WORD, readMapColour, withMapColour } from '@/lib/client/map-word';
import type { MapColour } from '@/lib/contracts/words/map-colour';

/** What the map is coloured by stands in the address, so that a reload, Back and whoever is sent it see the same. */
export function useMapColour(): [MapColour, (colour: MapColour) => void] {
  const path = usePathname();
  const colour = readMapColour(useSearchParams().get(MAP_WORD)) ?? 'state';
  const choose = (next: MapColour) =>
    window.history.replaceState(null, '', withMapColour(path, window.location.search, next));
  return [colour, choose];
}
