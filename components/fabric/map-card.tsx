'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { MapCluster } from '@/components/fabric/map-clusters';
import { useKindText } from '@/components/fabric/map-kind';
import { useCauseText } from '@/components/fleet/cause-text';
import { StatePill } from '@/components/fleet/state-pill';
import { Time } from '@/components/fleet/time';
import { ForeignText } from '@/components/ui/foreign-text';
import type { MapHost } from '@/lib/contracts/words/map-hosts';
import { visibleText } from '@/lib/util/visible-text';

/** What a cell stands for, in words. Its link says the same to whoever does not see it. */
export function MapCard({ host, asOf }: { host: MapHost; asOf: string }) {
  const t = useTranslations('fabric.map');
  const riskName = useTranslations('fleet.risk');
  const causeText = useCauseText();
  const { hostname, state, causes, shieldedVms, since, firmware, os, risks, isExcepted } = host;
  const named = causes.map((cause) => causeText(cause) ?? visibleText(cause));
  return (
    <>
      <b className="block truncate text-body">
        <ForeignText text={hostname} />
      </b>
      <StatePill className="my-1" state={state} />
      {isExcepted && <span className="ml-1.5 text-ink-2">{t('excepted')}</span>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-2.5 gap-y-0.5">
        {named.length > 0 && <Line term={t('card.cause')}>{named.join(', ')}</Line>}
        {risks.length > 0 && (
          <Line term={t('card.risks')}>{risks.map((risk) => riskName(risk)).join(', ')}</Line>
        )}
        <Line term={t('card.vms')}>{shieldedVms ?? t('card.unknown')}</Line>
        <Line term={t('card.since')}>
          <Time value={since} asOf={asOf} />
        </Line>
        {firmware !== null && <Line term={t('colour.firmware')}>{visibleText(firmware)}</Line>}
        {os !== null && <Line term={t('colour.os')}>{visibleText(os)}</Line>}
      </dl>
    </>
  );
}

/** The same of a cluster: its hosts by kind. */
export function ClusterCard({ cluster: { fabric, cluster, share, parts } }: { cluster: MapCluster }) {
  const t = useTranslations('fabric.map');
  const text = useKindText();
  return (
    <>
      <b className="block truncate text-body">
        {cluster === null ? t('noCluster') : <ForeignText text={cluster} />}
      </b>
      <span className="block truncate text-ink-2">
        <ForeignText text={fabric} />
      </span>
      <span className="my-1 block">{t('share', share)}</span>
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-2.5 gap-y-0.5">
        {parts.map(({ name, hosts, vms }) => (
          <Line key={text(name)} term={text(name)}>
            {t('part', { hosts, vms })}
          </Line>
        ))}
      </dl>
    </>
  );
}

function Line({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="min-w-0 wrap-anywhere text-ink-3">{term}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}
