import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { HOSTS_ASKED_AT_MOST } from '@/lib/client/named-hosts';
import { keepPickedHosts } from '@/lib/client/picked-hosts';
import { newPlanAddress, planAddress } from '@/lib/client/plan-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { PlanPreview } from '@/lib/contracts/plan';

/** Where it stands on the page. */
export const HELD = 'held';

/** The hosts whose restart another plan holds, and the way to a plan without them. */
export function HeldPanel({ preview }: { preview: PlanPreview }) {
  const t = useTranslations('plans.new');
  const scope = useScope();
  const { held } = preview;
  if (held.length === 0) return null;
  return (
    <Panel place={HELD} title={t('held')}>
      <p className="px-4 pt-3 text-ink-2">{t('heldHint')}</p>
      <ul className="grid gap-1 px-4 py-3">
        {held.map(({ hostId, hostname, planId, plan }) => (
          <li key={hostId} className="flex flex-wrap gap-x-2">
            <ForeignText text={hostname} />
            {planId === null ? (
              <span className="text-ink-3">{t('unseenPlan')}</span>
            ) : (
              <Link className="underline" href={inScope(planAddress(planId), scope)}>
                {plan}
              </Link>
            )}
          </li>
        ))}
      </ul>
      <div className="px-4 pb-3 empty:hidden">
        <WithoutThem preview={preview} />
      </div>
    </Panel>
  );
}

function WithoutThem({ preview: { held, groups, uncovered } }: { preview: PlanPreview }) {
  const t = useTranslations('plans.new');
  const scope = useScope();
  const out = new Set(held.map(({ hostId }) => hostId));
  const all = [...groups.flatMap(({ tasks }) => tasks), ...uncovered].map(({ hostId }) => hostId);
  const hosts = [...new Set(all)].filter((id) => !out.has(id));
  if (hosts.length === 0) return null;
  const isMany = hosts.length > HOSTS_ASKED_AT_MOST;
  return (
    <Link
      className={buttonClass({ size: 'small' })}
      href={inScope(newPlanAddress(isMany ? { picked: hosts.length } : { hosts }), scope)}
      onClick={() => isMany && keepPickedHosts(hosts)}
    >
      {t('without', { count: held.length })}
    </Link>
  );
}
