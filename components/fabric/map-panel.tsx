'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { MapCell, MapSample } from '@/components/fabric/map-cell';
import { moveInMap } from '@/components/fabric/map-move';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { Panel } from '@/components/ui/panel';
import { useRoving } from '@/components/ui/use-roving';
import { hostAddress, hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, narrowed, questionInput } from '@/lib/client/host-question';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { watching } from '@/lib/client/watched-query';
import type { HostMap, MapHost } from '@/lib/contracts/host-map';
import { visibleText } from '@/lib/util/visible-text';

const WATCHING_MS = 15_000;

/** Under this share of able hosts a cluster's figure stands out. */
const LOW_SHARE = 0.8;

type Fabric = HostMap['fabrics'][number];
type Cluster = Fabric['clusters'][number];

/** Every host as a cell where it stands. One tab stop; arrows move inside. */
export function MapPanel({ question }: { question: HostQuestion }) {
  const t = useTranslations('fabric.map');
  const trpc = useTRPC();
  const { data: map } = useSuspenseQuery(
    trpc.host.map.queryOptions(questionInput(question), watching(WATCHING_MS, question.at)),
  );
  const clusters = map.fabrics.flatMap((fabric) => fabric.clusters.map(({ hosts }) => hosts));
  const roving = useRoving(
    clusters.flat().map(({ id }) => id),
    moveInMap(clusters.map(({ length }) => length)),
  );
  return (
    <Panel title={t('title')} hint={t('hint')}>
      <div className="map" {...roving.group}>
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
    <div className="fabric">
      <Link href={hostsAddress(inFabric)}>
        <b>
          <ForeignText text={fabric.fabric} isTitled />
        </b>
        <Share share={fabric.share} />
      </Link>
      <div className="clusters">
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
    <div className="cl">
      {name === null ? (
        // No address asks for hosts without a cluster.
        <div className="clh">
          <b>{t('noCluster')}</b>
          <Share share={share} />
        </div>
      ) : (
        <Link className="clh" href={hostsAddress(narrowed(question, 'cluster', name))}>
          <b>
            <ForeignText text={name} isTitled />
          </b>
          <Share share={share} />
        </Link>
      )}
      <div className="cells">
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
      </div>
    </div>
  );
}

function Share({ share }: { share: Cluster['share'] }) {
  const t = useTranslations('fabric.map');
  return (
    <span className={classNames('share', share.able / share.total < LOW_SHARE && 'low')}>
      <span aria-hidden="true">
        {share.able}/{share.total}
      </span>
      <span className="sr"> {t('share', share)}</span>
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
    <p className="mapkey">
      <span>
        <MapSample state="Passed" /> Passed
      </span>
      <span>
        <MapSample state="Passed" isAtRisk /> Passed, {t('atRisk')}
      </span>
      <span>
        <MapSample state="InsecureHostConfiguration" isExcepted /> {t('underException')}
      </span>
      <span>
        <MapSample state="Silent" /> Silent
      </span>
      <span>{t('key')}</span>
      {map.drawn < map.total && <b>{t('drawn', { drawn: map.drawn, total: map.total })}</b>}
    </p>
  );
}
