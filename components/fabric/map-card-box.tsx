'use client';

import { useEffect, useRef } from 'react';
import type { MapCluster } from '@/components/fabric/map-clusters';
import { useLoaded } from '@/components/ui/use-loaded';
import type { MapHost } from '@/lib/contracts/words/map-hosts';

/** The id by which a cell names what describes it; there is one at a time. */
export const MAP_CARD = 'map-card';

/** Few people look at one cell, so what is said of it is loaded with the first. Where that fails, the next one tries again. */
const loadCard = () => import('@/components/fabric/map-card');

/** What it is about, as map-card has it. */
export type MapCardOf = { host: MapHost; asOf: string } | { cluster: MapCluster };

type BoxProps = { left: number; top: number; of: MapCardOf };

/** Lies over the map, so that nothing moves when it comes and goes. */
export function MapCardBox({ left, top, of }: BoxProps) {
  const box = useRef<HTMLDivElement>(null);
  const { part: loaded } = useLoaded(loadCard);
  // The policy forbids style attributes, not what a script sets.
  useEffect(() => {
    box.current?.style.setProperty('left', `${left}px`);
    box.current?.style.setProperty('top', `${top}px`);
  }, [left, top]);
  return (
    <div
      ref={box}
      id={MAP_CARD}
      role="tooltip"
      data-map-card
      className="z-menu absolute w-66 pt-1 text-small/5"
    >
      {loaded && (
        <div className="rounded-panel border border-line-2 bg-surface px-3 py-2 shadow-menu">
          {'host' in of ? <loaded.MapCard {...of} /> : <loaded.ClusterCard {...of} />}
        </div>
      )}
    </div>
  );
}
