'use client';

import { useTranslations } from 'next-intl';
import { RemediationSteps, useRemediation } from '@/components/fleet/remediation-steps';
import type { AttestationMode } from '@/lib/domain/vocabulary';

/** What a failing thing means and how to get out of it; nothing where the catalogue does not know its name. */
export function HowToFix({ name, mode }: { name: string; mode: AttestationMode }) {
  const t = useTranslations('host');
  const entry = useRemediation(name, mode);
  if (entry === null) return null;
  return (
    <div className="way">
      <h3>{t('howToFix')}</h3>
      <p>{entry.meaning}</p>
      <RemediationSteps entry={entry} />
    </div>
  );
}
