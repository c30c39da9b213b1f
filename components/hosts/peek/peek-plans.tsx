'use client';

import { useTranslations } from 'next-intl';
import { PeekSection } from '@/components/hosts/peek/peek-section';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { planAddress } from '@/lib/client/plan-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { PlanList } from '@/lib/contracts/plan';

/** Which plans they are, and how far. Where there is none, nothing. */
export function PeekPlans({ plans }: Pick<PlanList, 'plans'>) {
  const t = useTranslations('hosts.peek');
  const scope = useScope();
  if (plans.length === 0) return null;
  return (
    <PeekSection title={t('plans')}>
      <ul className="grid gap-1 text-small">
        {plans.map(({ id, number, name, progress: { proven, total } }) => (
          <li key={id} className="wrap-anywhere">
            <Link className="link" href={inScope(planAddress(id), scope)}>
              {number} <ForeignText text={name} />
            </Link>{' '}
            <span className="text-ink-3">{t('proven', { proven, total })}</span>
          </li>
        ))}
      </ul>
    </PeekSection>
  );
}
