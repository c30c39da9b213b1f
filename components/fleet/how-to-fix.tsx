'use client';

import { useTranslations } from 'next-intl';
import { RemediationSteps, type StepOptions, useRemediation } from '@/components/fleet/remediation-steps';
import { Link } from '@/components/ui/link';
import { remediationAddress } from '@/lib/client/remediation-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { AttestationMode } from '@/lib/domain/vocabulary';

type HowToFixProps = { name: string; mode: AttestationMode } & StepOptions;

/** What a failing thing means and how to get out of it; nothing where the catalogue does not know its name. */
export function HowToFix({ name, mode, ...options }: HowToFixProps) {
  const t = useTranslations('host');
  const scope = useScope();
  const entry = useRemediation(name, mode, options);
  if (entry === null) return null;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h3>{t('howToFix')}</h3>
        <Link className="link text-small text-ink-2" href={inScope(remediationAddress(name), scope)}>
          {t('inCatalogue', { name })}
        </Link>
      </div>
      <p className="max-w-[92ch] text-ink-2">{entry.meaning}</p>
      <RemediationSteps entry={entry} />
    </div>
  );
}
