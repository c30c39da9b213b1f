'use client';

import { useTranslations } from 'next-intl';
import { HowToFix } from '@/components/fleet/how-to-fix';
import { EvidenceTable } from '@/components/hosts/evidence-table';
import { GroupHead } from '@/components/hosts/group-head';
import { ResultRow } from '@/components/hosts/result-row';
import type { HostView } from '@/lib/client/outputs';
import { PREREQUISITE_OF_RISK } from '@/lib/domain/risk';
import type { ShownResult } from '@/lib/domain/shown-result';

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
  const told = new Set(host.risk.map((risk) => PREREQUISITE_OF_RISK[risk]));
  return (
    <section aria-label={t('checks.prerequisites')}>
      <GroupHead counts={countText(rows.map(({ result }) => result))}>{t('checks.prerequisites')}</GroupHead>
      {rows.map(({ prerequisite, result, evidence, unread }) => (
        <ResultRow
          key={`${prerequisite} ${result}`}
          name={t(`prerequisite.${prerequisite}`)}
          result={result}
          evidence={evidence}
          unread={unread}
          isInitiallyOpen={isInitiallyOpen(result)}
        >
          <EvidenceTable evidence={evidence} unread={unread} host={host} required="needed" />
          {result === 'failing' &&
            (told.has(prerequisite) ? (
              <p className="max-w-[92ch] text-ink-2">{t('risk.above')}</p>
            ) : (
              <HowToFix name={prerequisite} mode={host.attestationMode} />
            ))}
        </ResultRow>
      ))}
    </section>
  );
}
