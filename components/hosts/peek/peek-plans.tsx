'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { PeekSection } from '@/components/hosts/peek/peek-section';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { planAddress, plansOfHost } from '@/lib/client/plan-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';

/** The plans that are under way over a host. */
export function usePlansOfHost(hostId: string, at: string | null) {
  const options = useTRPC().plan.list.queryOptions(plansOfHost(hostId, at), watching(PAGE_EVERY_MS, at));
  const { data, isLoading } = useQuery(options);
  return { plans: data?.plans ?? [], isLoading };
}

type PlansProps = Pick<ReturnType<typeof usePlansOfHost>, 'plans'>;

/** Which plans they are, and how far. Where there is none, nothing. */
export function PeekPlans({ plans }: PlansProps) {
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
