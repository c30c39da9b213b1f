'use client';

import { useTranslations } from 'next-intl';
import { WayOut } from '@/components/fleet/way-out';
import type { ShownResult } from '@/components/hosts/check-result';
import { EvidenceTable } from '@/components/hosts/evidence-table';
import { ResultRow } from '@/components/hosts/result-row';
import type { HostView } from '@/lib/client/outputs';

type PrerequisiteItemsProps = {
  host: HostView;
  isFailingOnly: boolean;
  isInitiallyOpen: (result: string) => boolean;
  countText: (results: readonly ShownResult[]) => string;
};

/** What a host needs before HGS can judge it at all. */
export function PrerequisiteItems({
  host,
  isFailingOnly,
  isInitiallyOpen,
  countText,
}: PrerequisiteItemsProps) {
  const t = useTranslations('host');
  const rows = host.prerequisites.filter(({ result }) => !isFailingOnly || result === 'failing');
  if (rows.length === 0) return null;
  return (
    <section aria-label={t('checks.prerequisites')}>
      <div className="grp-h">
        {t('checks.prerequisites')}
        <span>{countText(rows.map(({ result }) => result))}</span>
      </div>
      {rows.map(({ prerequisite, result, evidence }) => (
        <ResultRow
          key={`${prerequisite} ${result}`}
          name={t(`prerequisite.${prerequisite}`)}
          result={result}
          evidence={evidence}
          isInitiallyOpen={isInitiallyOpen(result)}
        >
          <EvidenceTable evidence={evidence} host={host} required="needed" />
          {result === 'failing' && <WayOut name={prerequisite} mode={host.attestationMode} />}
        </ResultRow>
      ))}
    </section>
  );
}
