'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { MapCardBox } from '@/components/fabric/map-card-box';
import { MapColourChoice } from '@/components/fabric/map-colour-choice';
import { MapDefinitions } from '@/components/fabric/map-drawing';
import { MapFabric } from '@/components/fabric/map-fabric';
import { MapKey } from '@/components/fabric/map-key';
import { kindsOfMap } from '@/components/fabric/map-kinds';
import { useMapColour } from '@/components/fabric/use-map-colour';
import { useMapCursor } from '@/components/fabric/use-map-cursor';
import { Panel } from '@/components/ui/panel';
import { type HostQuestion, questionInput } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import { drawnFabrics } from '@/lib/contracts/words/map-hosts';

/** Every host as a cell where it stands. One tab stop; arrows move inside. */
export function MapPanel({ question }: { question: HostQuestion }) {
  const t = useTranslations('fabric.map');
  const trpc = useTRPC();
  const { data: map } = useSuspenseQuery(
    trpc.host.map.queryOptions(questionInput(question), watching(PAGE_EVERY_MS, question.at)),
  );
  const [colour, setColour] = useMapColour();
  const { fabrics, grids, hosts } = useMemo(() => {
    const fabrics = drawnFabrics(map);
    const grids = fabrics.flatMap(({ clusters }) => clusters.map((cluster) => cluster.hosts));
    return { fabrics, grids, hosts: grids.flat() };
  }, [map]);
  const kinds = useMemo(
    () => (colour === 'state' ? null : kindsOfMap(hosts, colour, map.asOf)),
    [hosts, colour, map.asOf],
  );
  const { current, pointed, shown, map: handlers } = useMapCursor(grids);
  const shownHost = hosts.find(({ id }) => id === shown?.id);
  const look = { kinds, current, pointed, shown: shownHost?.id ?? null };
  return (
    <Panel title={t('title')} hint={t('hint')} aside={<MapColourChoice {...{ colour, setColour }} />}>
      <div className="grid gap-3.5 px-4 pt-3 pb-3.5">
        <MapDefinitions />
        <div className="relative grid gap-3.5" {...handlers}>
          {fabrics.map((fabric) => (
            <MapFabric
              key={fabric.fabric}
              {...{ fabric, question, look }}
              placeOf={(of) => grids.indexOf(of)}
            />
          ))}
          {shown && shownHost && (
            <MapCardBox {...{ left: shown.left, top: shown.top }} host={shownHost} asOf={map.asOf} />
          )}
        </div>
        <MapKey {...{ map, hosts, kinds }} />
      </div>
    </Panel>
  );
}
