import { useTranslations } from 'next-intl';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { hostAddress } from '@/lib/client/host-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { PlanPreview } from '@/lib/contracts/plan';

/** What the plan leaves open, and what to do about it. */
export function UncoveredPanel({ uncovered }: { uncovered: PlanPreview['uncovered'] }) {
  const t = useTranslations('plans.uncovered');
  const scope = useScope();
  if (uncovered.length === 0) return null;
  return (
    <Panel title={t('title')} hint={t('hint', { count: uncovered.length })}>
      <ul className="divide-y divide-line">
        {uncovered.map(({ hostId, hostname, cause, text }) => (
          <li key={`${hostId} ${cause}`} className="grid gap-0.5 px-4 py-2">
            <span className="flex flex-wrap gap-x-2">
              <Link className="font-semibold underline" href={inScope(hostAddress(hostId), scope)}>
                <ForeignText text={hostname} />
              </Link>
              <ForeignText className="font-mono text-code text-ink-2" text={cause} />
            </span>
            <span className="text-ink-2">{text}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
