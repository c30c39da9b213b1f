'use client';

import { useTranslations } from 'next-intl';
import { useCauseText } from '@/components/fleet/cause-text';
import { failingOf } from '@/components/hosts/check-result';
import { evidenceSummary } from '@/components/hosts/evidence-summary';
import { PeekSection } from '@/components/hosts/peek/peek-section';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import type { HostView } from '@/lib/client/outputs';
import { remediationAddress } from '@/lib/client/remediation-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import { inRepairOrder } from '@/lib/domain/repair-order';
import { visibleText } from '@/lib/util/visible-text';

/** The checks that fail, in the order of their repair, then what else is wrong. Nothing of a silent host is evaluated. */
function repairsOf(host: HostView): readonly string[] {
  const failing = host.state === 'Silent' ? [] : inRepairOrder(failingOf(host.checks));
  return [...failing, ...host.cause.filter((cause) => !failing.includes(cause))];
}

/** What has to be fixed, in which order, and what is seen of each: its name leads to its steps. */
export function PeekRepair({ host }: { host: HostView }) {
  const t = useTranslations('hosts.peek');
  const repairs = repairsOf(host);
  if (repairs.length === 0) return null;
  return (
    <PeekSection title={t('order', { count: repairs.length })}>
      <ol className="grid gap-1.5">
        {repairs.map((repair, index) => (
          <li key={repair} className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-2">
            <span
              className="grid size-5 place-items-center rounded-full border border-line-2 text-micro/4 text-ink-2 tabular-nums"
              aria-hidden="true"
            >
              {index + 1}
            </span>
            <span className="min-w-0 wrap-anywhere">
              <WayToSteps repair={repair} />
              <Why host={host} check={repair} />
            </span>
          </li>
        ))}
      </ol>
    </PeekSection>
  );
}

function WayToSteps({ repair }: { repair: string }) {
  const t = useTranslations('hosts.peek');
  const scope = useScope();
  const text = useCauseText()(repair) ?? repair;
  return (
    <Link
      className="font-semibold hover:underline"
      href={inScope(remediationAddress(repair), scope)}
      aria-label={t('fix', { what: visibleText(text) })}
    >
      <ForeignText text={text} />
    </Link>
  );
}

/** What is seen of a check that fails; nothing where HGS's word is all there is. */
function Why({ host, check }: { host: HostView; check: string }) {
  const t = useTranslations('host.checks');
  const evidence = host.checks.find((row) => row.check === check)?.evidence ?? [];
  const summary = evidenceSummary(evidence, [], t('notSetShort'));
  if (summary === '') return null;
  return <ForeignText className="mono block truncate text-micro text-ink-2" text={summary} isTitled />;
}
