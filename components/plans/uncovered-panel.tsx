import { useTranslations } from 'next-intl';
import { inOrderOfNeed, openCauses } from '@/components/plans/uncovered-order';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { hostAddress } from '@/lib/client/host-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { PlanPreview } from '@/lib/contracts/plan';

type Uncovered = PlanPreview['uncovered'];

/** More than these are folded, so that a selection with many hosts that pass does not hide what follows. */
const SHOWN = 12;

/** What the plan leaves open, and what to do about it. */
export function UncoveredPanel({ uncovered }: { uncovered: Uncovered }) {
  const t = useTranslations('plans.uncovered');
  if (uncovered.length === 0) return null;
  const sorted = inOrderOfNeed(uncovered);
  const more = sorted.slice(SHOWN);
  return (
    <Panel title={t('title')} hint={t('hint', { count: openCauses(uncovered) })}>
      <Rows uncovered={sorted.slice(0, SHOWN)} />
      {more.length > 0 && (
        <details className="border-t border-line">
          <summary className="cursor-pointer px-4 py-2 underline decoration-line-2 underline-offset-3">
            {t('more', { count: more.length })}
          </summary>
          <Rows uncovered={more} />
        </details>
      )}
    </Panel>
  );
}

function Rows({ uncovered }: { uncovered: Uncovered }) {
  const scope = useScope();
  return (
    <ul>
      {uncovered.map(({ hostId, hostname, cause, text }) => (
        <li key={`${hostId} ${cause}`} className="grid gap-0.5 border-line px-4 py-2 not-last:border-b">
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
  );
}
