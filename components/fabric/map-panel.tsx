'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MAP_CARD, MapCardBox } from '@/components/fabric/map-card-box';
import { MapCell, MapCells } from '@/components/fabric/map-cell';
import { MapColourChoice } from '@/components/fabric/map-colour-choice';
import { MapKey } from '@/components/fabric/map-key';
import { kindsOfMap, type MapKind } from '@/components/fabric/map-kinds';
import { moveInMap } from '@/components/fabric/map-move';
import { useMapCard } from '@/components/fabric/use-map-card';
import { useMapColour } from '@/components/fabric/use-map-colour';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { useRoving } from '@/components/ui/use-roving';
import { hostAddress, hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, narrowed, questionInput } from '@/lib/client/host-question';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { HostMap, MapHost } from '@/lib/contracts/host-map';
import { visibleText } from '@/lib/util/visible-text';

/** Under this share of able hosts a cluster's figure stands out. */
const LOW_SHARE = 0.8;

type Fabric = HostMap['fabrics'][number];
type Cluster = Fabric['clusters'][number];

/** Every host as a cell where it stands. One tab stop; arrows move inside. */
export function MapPanel({ question }: { question: HostQuestion }) {
  const t = useTranslations('fabric.map');
  const trpc = useTRPC();
  const { data: map } = useSuspenseQuery(
    trpc.host.map.queryOptions(questionInput(question), watching(PAGE_EVERY_MS, question.at)),
  );
  const [colour, setColour] = useMapColour();
  const clusters = map.fabrics.flatMap((fabric) => fabric.clusters.map(({ hosts }) => hosts));
  const hosts = clusters.flat();
  const kinds = colour === 'state' ? null : kindsOfMap(hosts, colour, map.asOf);
  const roving = useRoving(
    hosts.map(({ id }) => id),
    moveInMap(clusters.map(({ length }) => length)),
  );
  const card = useMapCard();
  const shown = hosts.find(({ id }) => id === card.shown?.id);
  const cells: Cells = {
    kindOf: (host) => kinds?.kindOf(host) ?? null,
    tabIndexOf: roving.tabIndexOf,
    isShown: ({ id }) => id === shown?.id,
  };
  return (
    <Panel title={t('title')} hint={t('hint')} aside={<MapColourChoice {...{ colour, setColour }} />}>
      <div className="grid gap-3.5 px-4 pt-3 pb-3.5">
        <div className="relative" {...card.map}>
          <div className="grid gap-3.5" {...roving.group}>
            {map.fabrics.map((fabric) => (
              <MapFabric key={fabric.fabric} {...{ fabric, question, cells }} />
            ))}
          </div>
          {card.shown && shown && (
            <MapCardBox {...{ left: card.shown.left, top: card.shown.top }} host={shown} asOf={map.asOf} />
          )}
        </div>
        <MapKey {...{ map, hosts, kinds }} />
      </div>
    </Panel>
  );
}

/** What the cells of all clusters share. */
type Cells = {
  kindOf: (host: MapHost) => MapKind | null;
  tabIndexOf: (id: string) => number;
  /** Its card says more of it. */
  isShown: (host: MapHost) => boolean;
};

function MapFabric(props: { fabric: Fabric; question: HostQuestion; cells: Cells }) {
  const { fabric, question, cells } = props;
  const inFabric = narrowed(question, 'fabric', fabric.fabric);
  return (
    <div className="grid grid-cols-[68px_1fr] gap-3 text-small max-tablet:grid-cols-1 max-tablet:gap-1">
      <Link className="group" href={hostsAddress(inFabric)}>
        <PlaceName>
          <ForeignText text={fabric.fabric} isTitled />
        </PlaceName>
        <Share share={fabric.share} />
      </Link>
      <div className="flex flex-wrap gap-x-5 gap-y-3">
        {fabric.clusters.map((cluster) => (
          <MapCluster key={cluster.cluster} {...{ cluster, cells }} question={inFabric} />
        ))}
      </div>
    </div>
  );
}

function MapCluster(props: { cluster: Cluster; question: HostQuestion; cells: Cells }) {
  const { cluster, question, cells } = props;
  const t = useTranslations('fabric.map');
  const cellText = useCellText();
  const scope = useScope();
  const { cluster: name, share, hosts } = cluster;
  return (
    <div className="w-46.5">
      {name === null ? (
        // No address asks for hosts without a cluster.
        <div className="flex min-h-6 justify-between gap-2">
          <PlaceName>{t('noCluster')}</PlaceName>
          <Share share={share} />
        </div>
      ) : (
        <Link
          className="group flex min-h-6 justify-between gap-2"
          href={hostsAddress(narrowed(question, 'cluster', name))}
        >
          <PlaceName>
            <ForeignText text={name} isTitled />
          </PlaceName>
          <Share share={share} />
        </Link>
      )}
      <MapCells>
        {hosts.map((host) => (
          <MapCell
            key={host.id}
            id={host.id}
            state={host.state}
            isAtRisk={host.isAtRisk}
            isExcepted={host.isExcepted}
            label={cellText(host)}
            href={inScope(hostAddress(host.id), scope)}
            tabIndex={cells.tabIndexOf(host.id)}
            kind={cells.kindOf(host)}
            describedBy={cells.isShown(host) ? MAP_CARD : undefined}
          />
        ))}
      </MapCells>
    </div>
  );
}

function PlaceName({ children }: { children: ReactNode }) {
  return <b className="block min-w-0 truncate underline-offset-3 group-hover:underline">{children}</b>;
}

const figure = cva(null, {
  variants: { isLow: { true: 'font-semibold text-ink', false: 'text-ink-3' } },
});

function Share({ share }: { share: Cluster['share'] }) {
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

/** "hv-par-0107: InsecureHostConfiguration, BitLocker, 5 VMs". */
function useCellText(): (host: MapHost) => string {
  const t = useTranslations('fabric.map');
  return ({ hostname, state, causes, shieldedVms, isAtRisk, isExcepted }) => {
    const named = causes.filter((cause) => cause !== state).map(visibleText);
    const vms = state !== 'Passed' && shieldedVms !== null ? [t('vms', { count: shieldedVms })] : [];
    return t('cell', {
      host: visibleText(hostname),
      what: [
        state,
        ...(isAtRisk ? [t('atRisk')] : []),
        ...(isExcepted ? [t('excepted')] : []),
        ...named,
        ...vms,
      ].join(', '),
    });
  };
}
