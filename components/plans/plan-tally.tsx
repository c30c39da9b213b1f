import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Tally, TallyFigure } from '@/components/ui/tally';
import type { PlanPreview } from '@/lib/contracts/plan';

type TallyProps = {
  plan: Pick<PlanPreview, 'totals'> & { groups: readonly { cause: string | null }[] };
  children?: ReactNode;
};

export function PlanTally({ plan: { totals, groups }, children }: TallyProps) {
  const t = useTranslations('plans.tally');
  const { hosts, vmsFreed, restarts } = totals;
  // A cause has a group for each fabric whose HGS has a part in it, and is one fix to whoever reads the page.
  const fixes = new Set(groups.flatMap(({ cause }) => cause ?? [])).size;
  return (
    <Tally>
      <TallyFigure name={t('hosts')} value={hosts}>
        {t('hostsOf', { count: hosts })}
      </TallyFigure>
      <TallyFigure name={t('vms')} value={vmsFreed}>
        {t('vmsOf')}
      </TallyFigure>
      <TallyFigure name={t('fixes')} value={fixes}>
        {t('fixesOf')}
      </TallyFigure>
      <TallyFigure name={t('restarts')} value={restarts}>
        {t('restartsOf', { count: restarts })}
      </TallyFigure>
      {children}
    </Tally>
  );
}
