'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { atRisk, ofFabric } from '@/components/fleet/risk-question';
import { EvidenceTable } from '@/components/hosts/evidence-table';
import { HowToFix } from '@/components/hosts/how-to-fix';
import { repairOfHost } from '@/components/hosts/repair-of-host';
import { ResultRow } from '@/components/hosts/result-row';
import type { Remedies } from '@/components/hosts/use-remedies';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { useIsPrinting } from '@/components/ui/use-is-printing';
import { hostsAddress } from '@/lib/client/host-address';
import { questionInput } from '@/lib/client/host-question';
import type { HostView } from '@/lib/client/outputs';
import { inScope } from '@/lib/client/scope';
import { SECURE_BOOT_PATH } from '@/lib/client/secure-boot-address';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import { keyOfRisk } from '@/lib/domain/remediation/key-of-risk';

type RiskPanelProps = { host: HostView; at: string | null; remedies: Remedies };

/** Why a host that still passes may not pass tomorrow, and what to do before that: a line each, since most hosts have one. */
export function RiskPanel({ host, at, remedies }: RiskPanelProps) {
  const t = useTranslations('host.risk');
  const isPrinting = useIsPrinting();
  const name = useTranslations('fleet.risk');
  const scope = useScope();
  if (host.risks.length === 0) return null;
  const { told } = repairOfHost(host, remedies);
  return (
    <Panel
      title={t('title')}
      hint={t('hint', { count: host.risks.length })}
      aside={
        host.risks.some(({ risk }) => risk.startsWith('secureBoot')) && (
          <Link className="link" href={inScope(SECURE_BOOT_PATH, scope)}>
            {t('secureBoot')}
          </Link>
        )
      }
    >
      {host.risks.map(({ risk, evidence }) => (
        <div key={risk} className="relative">
          <ResultRow name={name(risk)} result="atRisk" isInitiallyOpen={false} isForced={isPrinting}>
            <EvidenceTable evidence={evidence} host={host} required="needed" />
            <HowToFix name={keyOfRisk(risk)} remedies={remedies} told={told(keyOfRisk(risk))} />
          </ResultRow>
          <SharedBy {...{ host, at, risk }} />
        </div>
      ))}
    </Panel>
  );
}

type SharedByProps = Pick<RiskPanelProps, 'host' | 'at'> & { risk: HostView['risks'][number]['risk'] };

/** How many hosts of its fabric share a risk: beside its line, which is a button. */
function SharedBy({ host: { fabric }, at, risk }: SharedByProps) {
  const t = useTranslations('host.risk');
  const question = ofFabric(fabric, at);
  const options = useTRPC().host.risks.queryOptions(questionInput(question), watching(PAGE_EVERY_MS, at));
  const { data } = useQuery(options);
  const count = data?.risks.find((row) => row.risk === risk)?.hosts;
  if (count === undefined) return null;
  return (
    <span className="absolute top-0 right-10 flex h-row items-center text-small max-tablet:static max-tablet:pb-2 max-tablet:pl-10">
      <Link className="link" href={hostsAddress(atRisk(question, [risk]))}>
        {t.rich('of', { count, fabric: () => <ForeignText text={fabric} /> })}
      </Link>
    </span>
  );
}
