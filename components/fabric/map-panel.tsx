'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MapCell, MapCells, MapSample } from '@/components/fabric/map-cell';
import { moveInMap } from '@/components/fabric/map-move';
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
  const clusters = map.fabrics.flatMap((fabric) => fabric.clusters.map(({ hosts }) => hosts));
  const roving = useRoving(
    clusters.flat().map(({ id }) => id),
    moveInMap(clusters.map(({ length }) => length)),
  );
  return (
    <Panel title={t('title')} hint={t('hint')}>
      <div className="grid gap-3.5 px-4 pt-3 pb-3.5" {...roving.group}>
        {map.fabrics.map((fabric) => (
          <MapFabric key={fabric.fabric} {...{ fabric, question }} tabIndexOf={roving.tabIndexOf} />
        ))}
        <MapKey map={map} />
      </div>
    </Panel>
  );
}

type TabIndexOf = (id: string) => number;

function MapFabric(props: { fabric: Fabric; question: HostQuestion; tabIndexOf: TabIndexOf }) {
  const { fabric, question, tabIndexOf } = props;
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
          <MapCluster key={cluster.cluster} {...{ cluster, tabIndexOf }} question={inFabric} />
        ))}
      </div>
    </div>
  );
}

function MapCluster(props: { cluster: Cluster; question: HostQuestion; tabIndexOf: TabIndexOf }) {
  const { cluster, question, tabIndexOf } = props;
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
            tabIndex={tabIndexOf(host.id)}
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

function MapKey({ map }: { map: HostMap }) {
  const t = useTranslations('fabric.map');
  return (
    <p className="flex flex-wrap gap-x-3.5 gap-y-1 text-small/5 text-ink-2">
      <KeyItem>
        <MapSample state="Passed" /> Passed
      </KeyItem>
      <KeyItem>
        <MapSample state="Passed" isAtRisk /> Passed, {t('atRisk')}
      </KeyItem>
      <KeyItem>
        <MapSample state="InsecureHostConfiguration" isExcepted /> {t('underException')}
      </KeyItem>
      <KeyItem>
        <MapSample state="Silent" /> Silent
      </KeyItem>
      <KeyItem>{t('key')}</KeyItem>
      {map.drawn < map.total && <b>{t('drawn', { drawn: map.drawn, total: map.total })}</b>}
    </p>
  );
}

function KeyItem({ children }: { children: ReactNode }) {
  return <span className="inline-flex items-center gap-1.5">{children}</span>;
}
