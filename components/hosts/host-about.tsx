'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Time, useDurationPhrase } from '@/components/fleet/time';
import { ForeignText } from '@/components/ui/foreign-text';
import { Panel } from '@/components/ui/panel';
import type { HostView } from '@/lib/client/outputs';
import { textAt } from '@/lib/client/text-at';
import { isOlderVersion } from '@/lib/domain/agent-version';

type HostAboutProps = { host: HostView; shippedAgent: string | null };

export function HostAbout({ host, shippedAgent }: HostAboutProps) {
  const t = useTranslations('host');
  const phrase = useDurationPhrase();
  const { clockOffsetSeconds: offset } = host;
  const powershell = textAt(host.agent, 'powershell');
  const languageMode = textAt(host.agent, 'languageMode');
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
        <Line name={t('fact.interval')}>
          {host.toldIntervalSeconds === null ? null : phrase(host.toldIntervalSeconds)}
        </Line>
        <Line name={t('fact.agent')}>
          {host.agentVersion && <AgentVersion version={host.agentVersion} shipped={shippedAgent} />}
        </Line>
        <Line name={t('fact.powershell')}>{powershell && <ForeignText text={powershell} />}</Line>
        <Line name={t('fact.languageMode')}>{languageMode && <ForeignText text={languageMode} />}</Line>
      </dl>
    </Panel>
  );
}

function AgentVersion({ version, shipped }: { version: string; shipped: string | null }) {
  const t = useTranslations('host');
  return (
    <>
      <ForeignText text={version} />
      {shipped !== null && isOlderVersion(version, shipped) && (
        <span className="remark">{t('olderAgent', { version: shipped })}</span>
      )}
    </>
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
