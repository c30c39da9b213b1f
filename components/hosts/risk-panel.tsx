'use client';

import { useTranslations } from 'next-intl';
import { HowToFix } from '@/components/fleet/how-to-fix';
import type { StepOptions } from '@/components/fleet/remediation-steps';
import { EvidenceTable } from '@/components/hosts/evidence-table';
import { ResultRow } from '@/components/hosts/result-row';
import { Panel } from '@/components/ui/panel';
import { useIsPrinting } from '@/components/ui/use-is-printing';
import type { HostView } from '@/lib/client/outputs';
import { keyOfRisk } from '@/lib/domain/remediation/catalogue';

/** Why a host that still passes may not pass tomorrow, and what to do before that. */
export function RiskPanel({ host, commands }: { host: HostView; commands: StepOptions['commands'] }) {
  const t = useTranslations('host.risk');
  const isPrinting = useIsPrinting();
  const name = useTranslations('fleet.risk');
  if (host.risks.length === 0) return null;
  return (
    <Panel title={t('title')} hint={t('hint', { count: host.risks.length })}>
      {host.risks.map(({ risk, evidence }) => (
        <ResultRow
          key={risk}
          name={name(risk)}
          result="atRisk"
          evidence={evidence}
          isInitiallyOpen
          isForced={isPrinting}
        >
          <EvidenceTable evidence={evidence} host={host} required="needed" />
          <HowToFix name={keyOfRisk(risk)} mode={host.attestationMode} commands={commands} />
        </ResultRow>
      ))}
    </Panel>
  );
}
