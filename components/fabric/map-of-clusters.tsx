'use client';

import { useTranslations } from 'next-intl';
import { memo, useMemo } from 'react';
import { ClustersDrawing } from '@/components/fabric/clusters-drawing';
import { MapCardBox } from '@/components/fabric/map-card-box';
import { type ClusterLooks, clustersOf, looksOf, type MapCluster } from '@/components/fabric/map-clusters';
import { MapFabric, PlaceName } from '@/components/fabric/map-fabric';
import { cursorWithin, type MapCursor, MapGrid } from '@/components/fabric/map-grid';
import { KindItems, MapLegend } from '@/components/fabric/map-key';
import { useKindText } from '@/components/fabric/map-kind';
import { useMapCursor } from '@/components/fabric/use-map-cursor';
import { ForeignText } from '@/components/ui/foreign-text';
import { fabricAddress, hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, narrowed } from '@/lib/client/host-question';
import type { ClustersMap } from '@/lib/contracts/host-map';
import { visibleText } from '@/lib/util/visible-text';

/** Every cluster as a cell, where there are more hosts than can be drawn. A cell leads to its hosts as cells. */
export function MapOfClusters({ map, question }: { map: ClustersMap; question: HostQuestion }) {
  const t = useTranslations('fabric.map');
  const { fabrics, blocks, looks } = useMemo(() => {
    const fabrics = clustersOf(map);
    const blocks = fabrics.flatMap((fabric) => fabric.blocks);
    return { fabrics, blocks, looks: looksOf(blocks.flat()) };
  }, [map]);
  const { cursor, card, handlers } = useMapCursor(blocks);
  const shown = blocks.flat().find(({ id }) => id === card?.id);
  const drawn = blocks.flat().length;
  return (
    <>
      <div className="relative grid gap-3.5 print:block print:space-y-3.5" {...handlers}>
        {fabrics.map(({ fabric, share, blocks: ofFabric }) => (
          <MapFabric key={fabric} {...{ fabric, share, question }}>
            {ofFabric.map((clusters) => (
              <ClusterBlock
                key={clusters[0]?.id}
                {...{ clusters, looks, question }}
                place={blocks.indexOf(clusters)}
                {...cursorWithin(clusters, cursor)}
              />
            ))}
          </MapFabric>
        ))}
        {card && shown && <MapCardBox {...card} of={{ cluster: shown }} />}
      </div>
      <MapLegend
        hint={
          <>
            {t('clustersDrawn', { count: drawn })} {t('keys')}{' '}
            {drawn < map.clusters && <b>{t('fewerDrawn', { drawn, total: map.clusters })}</b>}
          </>
        }
      >
        {looks.kinds !== null && <KindItems kinds={looks.kinds} />}
      </MapLegend>
    </>
  );
}

type BlockProps = MapCursor & {
  clusters: readonly MapCluster[];
  looks: ClusterLooks;
  place: number;
  question: HostQuestion;
};

const ClusterBlock = memo(function ClusterBlock({ clusters, looks, place, question, ...cursor }: BlockProps) {
  const clusterText = useClusterText();
  return (
    <div className="w-46.5 print:break-inside-avoid">
      <BlockName clusters={clusters} />
      <MapGrid
        cells={clusters}
        {...{ place, cursor }}
        drawing={<ClustersDrawing {...{ clusters, looks }} />}
        linkOf={(cluster) => ({ label: clusterText(cluster), href: addressOf(cluster, question) })}
      />
    </div>
  );
});

/** No address asks for hosts without a cluster: they are among those of their fabric. */
function addressOf({ fabric, cluster }: MapCluster, question: HostQuestion): string {
  const inFabric = narrowed(question, 'fabric', fabric);
  return cluster === null ? hostsAddress(inFabric) : fabricAddress(narrowed(inFabric, 'cluster', cluster));
}

/** "CL-000 – CL-096": the first and the last that have a name. */
function BlockName({ clusters }: { clusters: readonly MapCluster[] }) {
  const t = useTranslations('fabric.map');
  const names = clusters.flatMap(({ cluster }) => cluster ?? []);
  const [first = t('noCluster'), last = first] = [names[0], names.at(-1)];
  return (
    <div className="flex min-h-6 text-ink-2">
      <PlaceName>
        <ForeignText text={first === last ? first : `${first} – ${last}`} isTitled />
      </PlaceName>
    </div>
  );
}

/** "CL-000: 18 of 25 hosts able, InsecureHostConfiguration 5, Silent 2". */
function useClusterText(): (cluster: MapCluster) => string {
  const t = useTranslations('fabric.map');
  const text = useKindText();
  return ({ cluster, share, parts }) =>
    t('cell', {
      host: cluster === null ? t('noCluster') : visibleText(cluster),
      what: [
        t('share', share),
        ...parts
          .filter(({ name }) => name.is !== 'state' || name.name !== 'Passed')
          .map(({ name, hosts }) => t('kindCount', { name: text(name), count: hosts })),
      ].join(', '),
    });
}
