'use client';

import { useTranslations } from 'next-intl';
import { RemediationSteps } from '@/components/fleet/remediation-steps';
import type { Remedies } from '@/components/hosts/use-remedies';
import { Link } from '@/components/ui/link';
import { remediationAddress } from '@/lib/client/remediation-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';

export type HowToFixProps = {
  name: string;
  remedies: Remedies;
  /** Steps that are said elsewhere. */
  without?: readonly string[] | undefined;
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

export function Remedy({ name, remedies, without = [] }: HowToFixProps) {
  const entry = remedies.entries.get(name);
  if (entry === undefined) return null;
  const steps = entry.steps.filter(({ id }) => !without.includes(id));
  const needsRestart = entry.steps.some(({ restart }) => restart);
  return (
    <>
      <p className="max-w-[92ch] text-ink-2">{entry.meaning}</p>
      <RemediationSteps entry={{ ...entry, steps, needsRestart }} />
    </>
  );
}
