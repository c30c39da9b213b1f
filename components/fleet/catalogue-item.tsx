'use client';

import { useTranslations } from 'next-intl';
import { RemediationSteps } from '@/components/fleet/remediation-steps';
import { Badge } from '@/components/ui/badge';
import { Icon } from '@/components/ui/icon';
import type { CatalogueEntry } from '@/lib/contracts/catalogue';

/** One entry of the catalogue, which opens to its steps. */
export function CatalogueItem({ entry, isOpen }: { entry: CatalogueEntry; isOpen: boolean }) {
  const t = useTranslations();
  const { key, title, modes, meaning, evidence, steps } = entry;
  return (
    <details className="entry" open={isOpen}>
      <summary className="max-desk:flex-wrap">
        <Icon name="right" size={12} />
        <b>{key}</b>
        <span className="soft">{title}</span>
        <span className="right max-desk:flex-wrap">
          {modes?.map((mode) => (
            <Badge key={mode}>{t(`fleet.mode.${mode}`)}</Badge>
          ))}
          {steps.some(({ restart }) => restart) && (
            <Badge>
              <Icon name="restart" size={12} />
              {t('remediation.restart')}
            </Badge>
          )}
        </span>
      </summary>
      <div className="way">
        <p>{meaning}</p>
        <p>{evidence}</p>
        <RemediationSteps entry={entry} />
      </div>
    </details>
  );
}
