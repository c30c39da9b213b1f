'use client';

import { useTranslations } from 'next-intl';
import { RemediationSteps } from '@/components/fleet/remediation-steps';
import type { Told } from '@/components/hosts/repair-of-host';
import type { Remedies } from '@/components/hosts/use-remedies';
import { Link } from '@/components/ui/link';
import { remediationAddress } from '@/lib/client/remediation-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';

export type HowToFixProps = {
  name: string;
  remedies: Remedies;
  /** What of its steps is told here, and where the restart is that they wait for. */
  told: Pick<Told, 'steps'> & Partial<Told>;
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

export function Remedy({ name, remedies, told: { steps, hint, twice } }: HowToFixProps) {
  const t = useTranslations('remediation.once');
  const tHost = useTranslations('host');
  const entry = remedies.entries.get(name);
  if (entry === undefined) return null;
  return (
    <>
      <p className="max-w-[92ch] text-ink-2">{entry.meaning}</p>
      {[twice, hint].map(
        (word) =>
          word && (
            <p key={word} className="max-w-[92ch] text-ink-2">
              {t(word)}
            </p>
          ),
      )}
      {remedies.isPast ? (
        <p className="max-w-[92ch] text-ink-2">{tHost('howToFixNow')}</p>
      ) : (
        <RemediationSteps entry={entry} steps={steps} />
      )}
    </>
  );
}
