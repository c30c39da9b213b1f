'use client';

import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { useZone } from '@/components/ui/use-zone';
import { planAddress } from '@/lib/client/plan-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
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
  const { fabrics } = useScope();
  return (
    <Notice
      title={`${number} ${visibleText(name)}`}
      actions={
        <Link className={buttonClass()} href={inScope(planAddress(id), { fabrics, at: null })}>
          {t('toNow')}
        </Link>
      }
    >
      <p>{t('notYet', { moment: fullMoment(new Date(createdAt), zone) })}</p>
    </Notice>
  );
}
