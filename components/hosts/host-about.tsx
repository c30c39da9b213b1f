'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Time, useDurationPhrase } from '@/components/fleet/time';
import { ForeignText } from '@/components/ui/foreign-text';
import { Panel } from '@/components/ui/panel';
import type { HostView } from '@/lib/client/outputs';

export function HostAbout({ host }: { host: HostView }) {
  const t = useTranslations('host');
  const phrase = useDurationPhrase();
  const { clockOffsetSeconds: offset } = host;
  return (
    <Panel title={t('about')}>
      <dl className="kv body">
        <Line name={t('fact.virtualMachines')}>{host.shieldedVms}</Line>
        <Line name={t('fact.model')}>{host.model && <ForeignText text={host.model} />}</Line>
        <Line name={t('fact.firmware')}>
          {host.firmwareVersion && <ForeignText text={host.firmwareVersion} />}
        </Line>
        <Line name={t('fact.clockOffset')}>
          {offset === null ? null : t('seconds', { seconds: Math.round(offset * 10) / 10 || 0 })}
        </Line>
        <Line name={t('fact.owner')}>{host.owner ? <ForeignText text={host.owner} /> : t('noOwner')}</Line>
        <Line name={t('fact.enrolled')}>
          <Time value={host.enrolledAt} asOf={host.asOf} />
        </Line>
        <Line name={t('fact.interval')}>{phrase(host.toldIntervalSeconds)}</Line>
      </dl>
    </Panel>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  const t = useTranslations('host');
  const isKnown = children !== null && children !== '';
  return (
    <>
      <dt>{name}</dt>
      <dd>{isKnown ? children : <span className="mute">{t('notKnown')}</span>}</dd>
    </>
  );
}
