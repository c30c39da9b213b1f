'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { memo, type ReactNode } from 'react';
import { MapCursor } from '@/components/fabric/map-cursor';
import { MapDrawing } from '@/components/fabric/map-drawing';
import type { MapKinds } from '@/components/fabric/map-kinds';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, narrowed } from '@/lib/client/host-question';
import type { DrawnCluster, DrawnFabric } from '@/lib/contracts/words/map-hosts';

/** Under this share of able hosts a cluster's figure stands out. */
const LOW_SHARE = 0.8;

/** What all clusters of the map share. */
export type MapLook = {
  kinds: MapKinds | null;
  /** The host that keys have led to, and the one that the pointer is on. */
  current: string | null;
  pointed: string | null;
  /** Its card says more of it. */
  shown: string | null;
};

type MapFabricProps = {
  fabric: DrawnFabric;
  /** The place of each cluster's hosts among those of the map. */
  placeOf: (hosts: DrawnCluster['hosts']) => number;
  question: HostQuestion;
  look: MapLook;
};

export function MapFabric({ fabric, placeOf, question, look }: MapFabricProps) {
  const { kinds, ...cursor } = look;
  return (
    <div className="grid grid-cols-[68px_1fr] gap-3 text-small max-tablet:grid-cols-1 max-tablet:gap-1">
      <Link className="group" href={hostsAddress(narrowed(question, 'fabric', fabric.fabric))}>
        <PlaceName>
          <ForeignText text={fabric.fabric} isTitled />
        </PlaceName>
        <Share share={fabric.share} />
      </Link>
      <div className="flex flex-wrap gap-x-5 gap-y-3">
        {fabric.clusters.map((cluster) => (
          <MapCluster
            key={cluster.cluster}
            {...{ cluster, question, kinds }}
            fabric={fabric.fabric}
            place={placeOf(cluster.hosts)}
            {...cursorWithin(cluster, cursor)}
          />
        ))}
      </div>
    </div>
  );
}

type Cursor = Omit<MapLook, 'kinds'>;

/** A cluster that the cursor is not in is not drawn again when it moves. */
function cursorWithin({ hosts }: DrawnCluster, { current, pointed, shown }: Cursor): Cursor {
  const within = (asked: string | null) => (hosts.some(({ id }) => id === asked) ? asked : null);
  return { current: within(current), pointed: within(pointed), shown: within(shown) };
}

type MapClusterProps = MapLook & {
  cluster: DrawnCluster;
  fabric: string;
  place: number;
  question: HostQuestion;
};

const MapCluster = memo(function MapCluster(props: MapClusterProps) {
  const { cluster, fabric, place, question, kinds, current, pointed, shown } = props;
  const { hosts } = cluster;
  return (
    <div className="w-46.5">
      <ClusterHead cluster={cluster} question={narrowed(question, 'fabric', fabric)} />
      <div className="relative mt-1" data-map-grid={place}>
        <MapDrawing hosts={hosts} kinds={kinds} />
        {hosts.map((host, position) => {
          const isStop = host.id === current;
          return isStop || host.id === pointed ? (
            <MapCursor key={host.id} {...{ host, position, isStop }} isShown={host.id === shown} />
          ) : null;
        })}
      </div>
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

function PlaceName({ children }: { children: ReactNode }) {
  return <b className="block min-w-0 truncate underline-offset-3 group-hover:underline">{children}</b>;
}

const figure = cva(null, {
  variants: { isLow: { true: 'font-semibold text-ink', false: 'text-ink-3' } },
});

function Share({ share }: { share: DrawnCluster['share'] }) {
  const t = useTranslations('fabric.map');
  return (
    <span className={figure({ isLow: share.able / share.total < LOW_SHARE })}>
      <span aria-hidden="true">
        {share.able}/{share.total}
      </span>
      <span className="sr-only"> {t('share', share)}</span>
    </span>
  );
}
