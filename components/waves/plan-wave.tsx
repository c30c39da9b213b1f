import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { newPlanAddress } from '@/lib/client/plan-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';

/** Leads to the plan for the hosts of a wave that are not able again, as it would be now. */
export function PlanWave({ id, isButton = false }: { id: string; isButton?: boolean }) {
  const t = useTranslations('waves');
  const scope = useScope();
  return (
    <Link
      className={
        isButton
          ? buttonClass({ size: 'small', variant: 'primary' })
          : 'underline decoration-line-2 underline-offset-3'
      }
      href={inScope(newPlanAddress({ wave: id }), scope)}
    >
      {t('plan')}
    </Link>
  );
}
