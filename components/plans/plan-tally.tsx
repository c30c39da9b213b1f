import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Tally, TallyFigure } from '@/components/ui/tally';
import type { PlanPreview } from '@/lib/contracts/plan';

export function PlanTally({ totals, children }: { totals: PlanPreview['totals']; children?: ReactNode }) {
  const t = useTranslations('plans.tally');
  const { hosts, vmsFreed, fixes, restarts } = totals;
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
