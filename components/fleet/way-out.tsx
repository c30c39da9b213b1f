'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { RemediationSteps, useRemediation } from '@/components/fleet/remediation-steps';
import type { AttestationMode } from '@/lib/domain/vocabulary';

/** What a failing thing means and how to get out of it; nothing where the catalogue does not know its name. */
export function WayOut({ name, mode }: { name: string; mode: AttestationMode }) {
  const t = useTranslations('host');
  const headingId = useId();
  const entry = useRemediation(name, mode);
  if (entry === null) return null;
  return (
    <section className="way" aria-labelledby={headingId}>
      <h3 id={headingId}>{t('wayOut')}</h3>
      <p>{entry.meaning}</p>
      <RemediationSteps entry={entry} />
    </section>
  );
}
