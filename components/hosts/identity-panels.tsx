'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { HostLink } from '@/components/fleet/host-link';
import { Time } from '@/components/fleet/time';
import { type Doubt, doubtsOf } from '@/components/hosts/record-doubts';
import { CodeBlock } from '@/components/ui/code-block';
import { ForeignText } from '@/components/ui/foreign-text';
import { Panel } from '@/components/ui/panel';
import type { HostView } from '@/lib/client/outputs';
import { LEAST_KEPT, MOST_KEPT } from '@/lib/domain/retention';

type PanelProps = { host: HostView };

/** One for each doubt: the page loads them where there is any (record-doubts.ts). */
const PANELS: Record<Doubt, (props: PanelProps) => ReactNode> = {
  otherMachine: OtherMachinePanel,
  duplicates: DuplicatesPanel,
  overLimit: OverLimitPanel,
  credential: CredentialPanel,
  noisy: NoisyPanel,
};

/** What is wrong with the host's record, or with what it sends, rather than with the host, and what to do about it. */
export function IdentityPanels({ host }: PanelProps) {
  return doubtsOf(host).map((doubt) => {
    const DoubtPanel = PANELS[doubt];
    return <DoubtPanel key={doubt} host={host} />;
  });
}

/** How to fix it stands with its cause; which machines they are stands only here. */
function OtherMachinePanel({ host: { otherMachine, hostname } }: PanelProps) {
  const t = useTranslations('host.otherMachine');
  if (otherMachine === null) return null;
  const { enrolled, sent } = otherMachine;
  const machines = [
    { id: 'enrolled', hostname: enrolled.hostname, machineId: enrolled.machineId },
    { id: 'sent', hostname, machineId: sent.machineId },
  ] as const;
  return (
    <Panel title={t('title')}>
      <dl className="p-4">
        {machines.map((machine) => (
          <div key={machine.id} className="flex flex-wrap gap-x-2">
            <dt>{t(machine.id)}</dt>
            <dd>
              <ForeignText text={machine.hostname} />
              {', '}
              <code className="wrap-anywhere">{machine.machineId}</code>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function DuplicatesPanel({ host: { duplicates } }: PanelProps) {
  const t = useTranslations('host.duplicates');
  return (
    <Panel title={t('title')}>
      <div className="p-4">
        <p>{t('body', { count: duplicates.length })}</p>
        <ul aria-label={t('list')}>
          {duplicates.map((duplicate) => (
            <li key={duplicate.id}>
              <HostLink {...duplicate} />
            </li>
          ))}
        </ul>
        <p>{t('todo')}</p>
      </div>
    </Panel>
  );
}

function OverLimitPanel({ host: { overLimitSince, asOf } }: PanelProps) {
  const t = useTranslations('host.overLimit');
  return (
    <Panel title={t('title')}>
      <p className="p-4">
        {t.rich('body', {
          least: LEAST_KEPT,
          most: MOST_KEPT,
          since: () =>
            overLimitSince !== null && <Time value={overLimitSince} asOf={asOf} place="inSentence" />,
        })}
      </p>
    </Panel>
  );
}

const RENEW = 'Send-GuardedFabricSnapshot -RotateCredential';

/** The agent goes on with the credential it has, and says why in a log that nobody looks into. */
function CredentialPanel({ host: { credential, asOf } }: PanelProps) {
  const t = useTranslations('host.credential');
  return (
    <Panel title={t('title')}>
      <div className="grid gap-2 p-4">
        <p>
          {t.rich('body', {
            issued: () =>
              credential !== null && <Time value={credential.issuedAt} asOf={asOf} place="inSentence" />,
          })}
        </p>
        <p>{t('todo')}</p>
        <CodeBlock badge="PowerShell" copies={t('copies')} code={RENEW} />
      </div>
    </Panel>
  );
}

function NoisyPanel() {
  const t = useTranslations('host.noisy');
  return (
    <Panel title={t('title')}>
      <p className="p-4">{t('body')}</p>
    </Panel>
  );
}
