'use client';

import { useTranslations } from 'next-intl';
import { EvidenceTable } from '@/components/hosts/evidence-table';
import { HowToFix } from '@/components/hosts/how-to-fix';
import { repairOfHost } from '@/components/hosts/repair-of-host';
import { ResultRow } from '@/components/hosts/result-row';
import type { Remedies } from '@/components/hosts/use-remedies';
import { Panel } from '@/components/ui/panel';
import { useIsPrinting } from '@/components/ui/use-is-printing';
import type { HostView } from '@/lib/client/outputs';
import { keyOfRisk } from '@/lib/domain/remediation/key-of-risk';

/** Why a host that still passes may not pass tomorrow, and what to do before that. */
export function RiskPanel({ host, remedies }: { host: HostView; remedies: Remedies }) {
  const t = useTranslations('host.risk');
  const isPrinting = useIsPrinting();
  const name = useTranslations('fleet.risk');
  if (host.risks.length === 0) return null;
  const { told } = repairOfHost(host, remedies);
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
          <HowToFix name={keyOfRisk(risk)} remedies={remedies} told={told(keyOfRisk(risk))} />
        </ResultRow>
      ))}
    </Panel>
  );
}
