import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { usePlansOfHost } from '@/components/hosts/use-plans-of-host';
import { WhoLine } from '@/components/hosts/who-line';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { planAddress } from '@/lib/client/plan-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import { TASK_STATES } from '@/lib/domain/plan/progress';

type LineProps = { hostId: string; at: string | null };

/** Plans that are under way over this host, at an earlier time those that were. */
export function PlansLine({ hostId, at }: LineProps) {
  const t = useTranslations('plans');
  const scope = useScope();
  const { plans } = useSuspenseQuery(usePlansOfHost(hostId, at)).data;
  if (plans.length === 0) return null;
  return (
    <WhoLine name={t('title')}>
      {plans.map(({ id, number, name, state, progress, onHost }) => (
        <div key={id} className="flex flex-wrap items-baseline gap-x-2">
          <Link className="font-semibold underline" href={inScope(planAddress(id), scope)}>
            {number} <ForeignText text={name} />
          </Link>
          <span className="text-small text-ink-2">
            {t(`planState.${state}`)}, {t('proven', { proven: progress.proven, total: progress.total })}
          </span>
          {onHost !== undefined && onHost.total > 0 && (
            <span className="w-full text-small text-ink-2">
              {t('onHost.of', {
                tasks: TASK_STATES.filter((word) => onHost[word] > 0)
                  .map((word) => t(`onHost.${word}`, { count: onHost[word] }))
                  .join(', '),
              })}
            </span>
          )}
        </div>
      ))}
    </WhoLine>
  );
}
