'use client';

import { useTranslations } from 'next-intl';
import { memo, useMemo } from 'react';
import { MapCardBox } from '@/components/fabric/map-card-box';
import { MapDrawing } from '@/components/fabric/map-drawing';
import { MapFabric, PlaceName, Share } from '@/components/fabric/map-fabric';
import { cursorWithin, type MapCursor, MapGrid } from '@/components/fabric/map-grid';
import { MapKey } from '@/components/fabric/map-key';
import { kindsOfMap, type MapKinds } from '@/components/fabric/map-kinds';
import { useMapCursor } from '@/components/fabric/use-map-cursor';
import { useStateText } from '@/components/fleet/state-text';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { hostAddress, hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, narrowed } from '@/lib/client/host-question';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { HostsMap } from '@/lib/contracts/host-map';
import type { MapColour } from '@/lib/contracts/words/map-colour';
import { type DrawnCluster, drawnFabrics, type MapHost } from '@/lib/contracts/words/map-hosts';
import { visibleText } from '@/lib/util/visible-text';

type MapOfHostsProps = { map: HostsMap; colour: MapColour; question: HostQuestion };

/** Every host as a cell where it stands. One tab stop; arrows move inside. */
export function MapOfHosts({ map, colour, question }: MapOfHostsProps) {
  const { fabrics, grids, hosts } = useMemo(() => {
    const fabrics = drawnFabrics(map);
    const grids = fabrics.flatMap(({ clusters }) => clusters.map((cluster) => cluster.hosts));
    return { fabrics, grids, hosts: grids.flat() };
  }, [map]);
  const kinds = useMemo(
    () => (colour === 'state' ? null : kindsOfMap(hosts, colour, map.asOf)),
    [hosts, colour, map.asOf],
  );
  const { cursor, card, handlers } = useMapCursor(grids);
  const shown = hosts.find(({ id }) => id === card?.id);
  return (
    <>
      <div className="relative grid gap-3.5 print:block print:space-y-3.5" {...handlers}>
        {fabrics.map(({ fabric, share, clusters }) => (
          <MapFabric key={fabric} {...{ fabric, share, question }}>
            {clusters.map((cluster) => (
              <HostsOfCluster
                key={cluster.cluster}
                {...{ cluster, fabric, question, kinds }}
                place={grids.indexOf(cluster.hosts)}
                {...cursorWithin(cluster.hosts, cursor)}
              />
            ))}
          </MapFabric>
        ))}
        {card && shown && <MapCardBox {...card} of={{ host: shown, asOf: map.asOf }} />}
      </div>
      <MapKey hosts={hosts} kinds={kinds} />
    </>
  );
}

type HostsOfClusterProps = MapCursor & {
  cluster: DrawnCluster;
  fabric: string;
  place: number;
  question: HostQuestion;
  kinds: MapKinds | null;
};

const HostsOfCluster = memo(function HostsOfCluster(props: HostsOfClusterProps) {
  const { cluster, fabric, place, question, kinds, ...cursor } = props;
  const { hosts } = cluster;
  const cellText = useCellText();
  const scope = useScope();
  return (
    <div className="w-46.5 print:break-inside-avoid">
      <ClusterHead cluster={cluster} question={narrowed(question, 'fabric', fabric)} />
      <MapGrid
        cells={hosts}
        {...{ place, cursor }}
        drawing={<MapDrawing {...{ hosts, kinds }} />}
        linkOf={(host) => ({ label: cellText(host), href: inScope(hostAddress(host.id), scope) })}
      />
    </div>
  );
});

function ClusterHead({ cluster, question }: { cluster: DrawnCluster; question: HostQuestion }) {
  const t = useTranslations('fabric.map');
  if (cluster.cluster === null)
    // No address asks for hosts without a cluster.
    return (
      <div className="flex min-h-6 justify-between gap-2">
        <PlaceName>{t('noCluster')}</PlaceName>
        <Share share={cluster.share} />
      </div>
    );
  return (
    <Link
      className="group flex min-h-6 justify-between gap-2"
      href={hostsAddress(narrowed(question, 'cluster', cluster.cluster))}
    >
      <PlaceName>
        <ForeignText text={cluster.cluster} isTitled />
      </PlaceName>
      <Share share={cluster.share} />
    </Link>
  );
}

/** "hv-par-0107: InsecureHostConfiguration, BitLocker, 5 VMs". */
function useCellText(): (host: MapHost) => string {
  const t = useTranslations('fabric.map');
  const riskName = useTranslations('fleet.risk');
  const stateText = useStateText();
  return ({ hostname, state, causes, shieldedVms, risks, isExcepted }) => {
    const named = causes.filter((cause) => cause !== state).map(visibleText);
    const vms = state !== 'Passed' && shieldedVms !== null ? [t('vms', { count: shieldedVms })] : [];
    return t('cell', {
      host: visibleText(hostname),
      what: [
        stateText(state),
        ...(risks.length > 0 ? [t('atRisk', { risks: risks.map((risk) => riskName(risk)).join(', ') })] : []),
        ...(isExcepted ? [t('excepted')] : []),
        ...named,
        ...vms,
      ].join(', '),
    });
  };
}
