'use client';

import { useTranslations } from 'next-intl';
import { NotYet } from '@/components/shell/not-yet';
import { useZone } from '@/components/ui/use-zone';
import { planAddress } from '@/lib/client/plan-address';
import type { PlanRow } from '@/lib/contracts/plan';
import { fullMoment } from '@/lib/i18n/moment';
import { visibleText } from '@/lib/util/visible-text';

/** A plan that was made after the time that the page shows. */
export function PlanNotYet({
  plan: { id, number, name, createdAt },
}: {
  plan: Pick<PlanRow, 'id' | 'number' | 'name' | 'createdAt'>;
}) {
  const t = useTranslations('plans');
  const zone = useZone();
  return (
    <NotYet title={`${number} ${visibleText(name)}`} path={planAddress(id)} toNow={t('toNow')}>
      {t('notYet', { moment: fullMoment(new Date(createdAt), zone) })}
    </NotYet>
  );
}
