'use client';

import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { MapColourChoice } from '@/components/fabric/map-colour-choice';
import { MapDefinitions } from '@/components/fabric/map-drawing';
import { MapOfClusters } from '@/components/fabric/map-of-clusters';
import { MapOfHosts } from '@/components/fabric/map-of-hosts';
import { Panel } from '@/components/ui/panel';
import { type HostQuestion, questionInput } from '@/lib/client/host-question';
import { MAP_WORD, readMapColour, withMapColour } from '@/lib/client/map-word';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { HostMap } from '@/lib/contracts/host-map';
import type { MapColour } from '@/lib/contracts/words/map-colour';

/** The hosts by where they stand; of a fleet that is too large for that, its clusters. */
export function MapPanel({ question }: { question: HostQuestion }) {
  const t = useTranslations('fabric.map');
  const [colour, setColour] = useMapColour();
  const map = useMap(question, colour);
  return (
    <Panel
      title={t('title')}
      hint={t(map.drawn === 'hosts' ? 'hint' : 'hintClusters')}
      aside={<MapColourChoice {...{ colour, setColour }} />}
    >
      <div className="grid gap-3.5 px-4 pt-3 pb-3.5 print:block print:space-y-3.5">
        <MapDefinitions />
        {map.drawn === 'hosts' ? (
          <MapOfHosts {...{ map, colour, question }} />
        ) : (
          <MapOfClusters {...{ map, question }} />
        )}
      </div>
    </Panel>
  );
}

/** A map of clusters is asked for again in another colour; what was there stays until it is. */
function useMap(question: HostQuestion, colour: MapColour): HostMap {
  const trpc = useTRPC();
  const watch = watching(PAGE_EVERY_MS, question.at);
  const { data: map } = useSuspenseQuery(trpc.host.map.queryOptions(questionInput(question), watch));
  const isAsked = map.drawn === 'clusters' && colour !== 'state';
  const { data: coloured } = useQuery(
    trpc.host.map.queryOptions(
      { ...questionInput(question), by: colour },
      { ...watch, enabled: isAsked, placeholderData: keepPreviousData },
    ),
  );
  return isAsked ? (coloured ?? map) : map;
}

/** What the map is coloured by stands in the address, so that a reload, Back and whoever is sent it see the same. */
function useMapColour(): [MapColour, (colour: MapColour) => void] {
  const path = usePathname();
  const colour = readMapColour(useSearchParams().get(MAP_WORD)) ?? 'state';
  const choose = (next: MapColour) =>
    window.history.replaceState(null, '', withMapColour(path, window.location.search, next));
  return [colour, choose];
}
