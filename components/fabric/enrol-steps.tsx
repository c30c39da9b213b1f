'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { InstallStep } from '@/components/fabric/install-step';
import { TokenStep } from '@/components/fabric/token-step';
import { WaitStep } from '@/components/fabric/wait-step';
import { PageTitle } from '@/components/ui/page-title';
import type { HostQuestion } from '@/lib/client/host-question';
import type { Summary } from '@/lib/contracts/fleet';
import type { AgentPackage, Me } from '@/lib/contracts/procedures';

const NEXT = ['then', 'notOnHgs', 'manyHosts'] as const;

type EnrolStepsProps = {
  question: HostQuestion;
  operator: Me;
  agentPackage: AgentPackage | null;
  summary: Summary;
  /** Nothing has ever reported, so that this page stands for the overview. */
  isFirst: boolean;
  /** What is said of the hosts that are there already. */
  children?: ReactNode;
};

/** The fabric chosen in the top bar, where it is one. */
function chosenFabric({ filter }: HostQuestion): string | null {
  return filter.fabric?.include.length === 1 ? (filter.fabric.include[0] ?? null) : null;
}

export function EnrolSteps(props: EnrolStepsProps) {
  const { question, operator, agentPackage, summary, isFirst, children } = props;
  const t = useTranslations('enrol');
  const fabric = chosenFabric(question);
  const emptyTitle = fabric === null ? t('title') : t('titleIn', { fabric });
  return (
    <div className="min-w-0 px-gutter pt-5 pb-8 max-tablet:py-3">
      <div className="mx-auto mt-6 max-w-220">
        <PageTitle className="mb-1">{isFirst ? emptyTitle : t('add')}</PageTitle>
        <p className="text-ink-2">{t('intro')}</p>
        <ol className="mt-6 rounded-panel border border-line bg-surface">
          <TokenStep operator={operator} chosen={fabric} />
          <InstallStep agentPackage={agentPackage} />
          <WaitStep summary={summary} server={agentPackage?.server ?? null} isFirst={isFirst} />
        </ol>
        {children}
        <div className="mt-5 grid grid-cols-[repeat(auto-fit,minmax(min(180px,100%),1fr))] gap-6 text-ink-2">
          {NEXT.map((part) => (
            <p key={part}>
              <b className="block text-ink">{t(`${part}.title`)}</b>
              {t(`${part}.body`)}
            </p>
          ))}
        </div>
      </div>
    </div>
  );
}
