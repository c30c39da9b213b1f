import { useTranslations } from 'next-intl';
import type { PlanGroup } from '@/lib/contracts/plan';

/** How many tasks of a group are over, and why: a restart that nobody needs any more is never proven. */
export function TaskCount({ tasks }: { tasks: readonly Pick<PlanGroup['tasks'][number], 'state'>[] }) {
  const t = useTranslations('plans');
  const of = (wanted: string) => tasks.filter(({ state }) => state === wanted).length;
  const notNeeded = of('notNeeded');
  return (
    <span className="tabular-nums">
      {t('proven', { proven: of('proven'), total: tasks.length })}
      {notNeeded > 0 && `, ${t('onHost.notNeeded', { count: notNeeded })}`}
    </span>
  );
}
