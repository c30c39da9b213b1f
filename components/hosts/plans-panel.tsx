import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { usePlansOfHost } from '@/components/hosts/use-plans-of-host';
import { buttonClass } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { BEGUN_FOR_HOST } from '@/lib/client/host-page-places';
import type { HostView } from '@/lib/client/outputs';
import { newPlanAddress, planAddress } from '@/lib/client/plan-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import { TASK_STATES } from '@/lib/domain/plan/progress';

type PanelProps = { host: HostView; at: string | null; mayPlan: boolean };

/** Plans that are under way over this host, and the way to another one. At an earlier time those that were. */
export function PlansPanel({ host, at, mayPlan }: PanelProps) {
  const t = useTranslations('plans');
  const scope = useScope();
  const { plans } = useSuspenseQuery(usePlansOfHost(host.id, at)).data;
  const mayMake = mayPlan && at === null && host.state !== 'Passed' && host.state !== 'Silent';
  if (plans.length === 0 && !mayMake) return null;
  const make = mayMake && (
    <Link
      id={BEGUN_FOR_HOST.newPlan}
      className={buttonClass({ size: 'small' })}
      href={inScope(newPlanAddress({ hosts: [host.id] }), scope)}
    >
      {t('ofHost')}
    </Link>
  );
  return (
    <Panel title={t('title')} aside={make}>
      <div className="grid gap-2 px-4 py-3">
        {plans.length === 0 && <p className="text-ink-2">{t('lead')}</p>}
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
      </div>
    </Panel>
  );
}
