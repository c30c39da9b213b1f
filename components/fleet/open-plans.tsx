import { useTranslations } from 'next-intl';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { planAddress } from '@/lib/client/plan-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { SecureBootClass } from '@/lib/contracts/secure-boot';

const SHOWN = 2;

/** The plans that are under way for hosts here, by number: the name says the rest to who rests on it. */
export function OpenPlans({ plans }: Pick<SecureBootClass, 'plans'>) {
  const t = useTranslations('fleet.openPlans');
  const scope = useScope();
  if (plans.length === 0) return null;
  const more = plans.length - SHOWN;
  return (
    <span className="block">
      {t('open', { count: plans.length })}{' '}
      {plans.slice(0, SHOWN).map(({ id, number, name }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <Link
            className="underline decoration-line-2 underline-offset-3 hover:decoration-current"
            href={inScope(planAddress(id), scope)}
            title={name}
          >
            <ForeignText text={number} />
          </Link>
        </span>
      ))}
      {more > 0 && ` ${t('more', { count: more })}`}
    </span>
  );
}
