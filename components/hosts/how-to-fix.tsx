'use client';

import { useTranslations } from 'next-intl';
import { RemediationSteps } from '@/components/fleet/remediation-steps';
import type { Remedies } from '@/components/hosts/use-remedies';
import { Link } from '@/components/ui/link';
import { remediationAddress } from '@/lib/client/remediation-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { CatalogueEntry } from '@/lib/contracts/catalogue';
import { restartsHost } from '@/lib/domain/remediation/cut-at-restart';
import { withoutRestart } from '@/lib/domain/remediation/repair-sequence';

export type HowToFixProps = {
  name: string;
  remedies: Remedies;
  /** What is left of its steps where others are told elsewhere. */
  steps?: CatalogueEntry['steps'] | undefined;
  /** Another part of the page tells the restart, and the return of the node after it. */
  isRestartElsewhere?: boolean;
};

/** What a failing thing means and how to get out of it; nothing where the catalogue does not know its name. */
export function HowToFix(props: HowToFixProps) {
  const t = useTranslations('host');
  const { name, remedies } = props;
  if (!remedies.asked.includes(name)) return null;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h3>{t('howToFix')}</h3>
        <CatalogueLink name={name} />
      </div>
      <Remedy {...props} />
    </div>
  );
}

/** All that can be said as long as the server has not answered. */
export function CatalogueLink({ name }: { name: string }) {
  const t = useTranslations('host');
  const scope = useScope();
  return (
    <Link className="link text-small text-ink-2" href={inScope(remediationAddress(name), scope)}>
      {t('inCatalogue', { name })}
    </Link>
  );
}

export function Remedy({ name, remedies, steps, isRestartElsewhere = false }: HowToFixProps) {
  const t = useTranslations('remediation.once');
  const entry = remedies.entries.get(name);
  if (entry === undefined) return null;
  const isLeftOut = isRestartElsewhere && entry.steps.some(restartsHost);
  return (
    <>
      <p className="max-w-[92ch] text-ink-2">{entry.meaning}</p>
      {isLeftOut && <p className="max-w-[92ch] text-ink-2">{t('elsewhere')}</p>}
      <RemediationSteps entry={entry} steps={isLeftOut ? withoutRestart(entry.steps) : steps} />
    </>
  );
}
