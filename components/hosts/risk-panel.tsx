'use client';

import { useTranslations } from 'next-intl';
import { HowToFix } from '@/components/fleet/how-to-fix';
import { EvidenceTable } from '@/components/hosts/evidence-table';
import { ResultRow } from '@/components/hosts/result-row';
import { Panel } from '@/components/ui/panel';
import type { HostView } from '@/lib/client/outputs';
import { keyOfRisk } from '@/lib/domain/remediation/catalogue';

/** Why a host that still passes may not pass tomorrow, and what to do before that. */
export function RiskPanel({ host }: { host: HostView }) {
  const t = useTranslations('host.risk');
  const name = useTranslations('fleet.risk');
  if (host.risks.length === 0) return null;
  return (
    <Panel title={t('title')} hint={t('hint', { count: host.risks.length })}>
      {host.risks.map(({ risk, evidence }) => (
        <ResultRow key={risk} name={name(risk)} result="atRisk" evidence={evidence} isInitiallyOpen>
          <EvidenceTable evidence={evidence} host={host} required="needed" />
          <HowToFix name={keyOfRisk(risk)} mode={host.attestationMode} />
        </ResultRow>
      ))}
    </Panel>
  );
}
