'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Time, useDurationPhrase } from '@/components/fleet/time';
import { FoldedPanel } from '@/components/ui/folded-panel';
import { ForeignText } from '@/components/ui/foreign-text';
import type { HostView } from '@/lib/client/outputs';
import { textAt } from '@/lib/client/text-at';
import { isOlderVersion } from '@/lib/domain/agent-version';

type HostAboutProps = { host: HostView; shippedAgent: string | null };

export function HostAbout({ host, shippedAgent }: HostAboutProps) {
  const t = useTranslations('host');
  const phrase = useDurationPhrase();
  const { clockOffsetSeconds: offset } = host;
  const collector = textAt(host.agent, 'collector');
  return (
    <FoldedPanel title={t('about')}>
      <dl className="grid grid-cols-[minmax(0,max-content)_minmax(152px,1fr)] gap-x-4 gap-y-1 p-4">
        <Line name={t('fact.virtualMachines')}>{host.shieldedVms}</Line>
        <Line name={t('fact.model')}>{host.model && <ForeignText text={host.model} />}</Line>
        <Line name={t('fact.firmware')}>
          {host.firmwareVersion && <ForeignText text={host.firmwareVersion} />}
        </Line>
        <Line name={t('fact.clockOffset')}>
          {offset !== null && <ClockOffset seconds={offset} isOfCollector={collector !== null} />}
        </Line>
        <Line name={t('fact.enrolled')}>
          <Time value={host.enrolledAt} asOf={host.asOf} />
        </Line>
        <Line name={t('fact.credential')}>
          {host.credential && <Time value={host.credential.issuedAt} asOf={host.asOf} />}
        </Line>
        <Line name={t('fact.interval')}>
          {host.toldIntervalSeconds === null ? null : phrase(host.toldIntervalSeconds)}
        </Line>
        <AgentLines host={host} collector={collector} shippedAgent={shippedAgent} />
      </dl>
    </FoldedPanel>
  );
}

/** Where a central collector reads the host, all of this is of the agent there. */
function AgentLines({
  host,
  collector,
  shippedAgent,
}: Omit<HostAboutProps, 'mayChangeOwner'> & { collector: string | null }) {
  const t = useTranslations('host');
  const powershell = textAt(host.agent, 'powershell');
  const languageMode = textAt(host.agent, 'languageMode');
  return (
    <>
      {collector !== null && (
        <Line name={t('fact.readBy')}>
          {t.rich('centralCollector', { name: () => <ForeignText text={collector} /> })}
        </Line>
      )}
      <Line name={t('fact.agent')}>
        {host.agentVersion && <AgentVersion version={host.agentVersion} shipped={shippedAgent} />}
      </Line>
      <Line name={t('fact.powershell')}>{powershell && <ForeignText text={powershell} />}</Line>
      <Line name={t('fact.languageMode')}>{languageMode && <ForeignText text={languageMode} />}</Line>
    </>
  );
}

/** Measured when a snapshot comes in, by the clock of the machine that sent it. */
function ClockOffset({ seconds, isOfCollector }: { seconds: number; isOfCollector: boolean }) {
  const t = useTranslations('host');
  return (
    <>
      {t('seconds', { seconds: Math.round(seconds * 10) / 10 || 0 })}
      {isOfCollector && ` (${t('ofCollector')})`}
    </>
  );
}

function AgentVersion({ version, shipped }: { version: string; shipped: string | null }) {
  const t = useTranslations('host');
  return (
    <>
      <ForeignText text={version} />
      {shipped !== null && isOlderVersion(version, shipped) && (
        <span className="text-ink-2">, {t('olderAgent', { version: shipped })}</span>
      )}
    </>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  const t = useTranslations('host');
  const isKnown = children !== null && children !== false && children !== '';
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">
        {isKnown ? children : <span className="text-ink-3">{t('notKnown')}</span>}
      </dd>
    </>
  );
}
