'use client';

import { useTranslations } from 'next-intl';
import { CheckGroup } from '@/components/hosts/check-group';
import { EvidenceTable } from '@/components/hosts/evidence-table';
import { HowToFix } from '@/components/hosts/how-to-fix';
import { isOpenAtFirst, type Opening } from '@/components/hosts/opening';
import { repairOfHost } from '@/components/hosts/repair-of-host';
import { ResultRow } from '@/components/hosts/result-row';
import type { Remedies } from '@/components/hosts/use-remedies';
import type { HostView } from '@/lib/client/outputs';
import { keyOfPrerequisite } from '@/lib/domain/remediation/key-of-risk';
import { PREREQUISITE_OF_RISK } from '@/lib/domain/risk';
import type { ShownResult } from '@/lib/domain/shown-result';
import type { Prerequisite } from '@/lib/domain/vocabulary';

type PrerequisiteItemsProps = {
  host: HostView;
  /** All of them fail, or none. */
  rows: HostView['prerequisites'];
  opening: Opening;
  remedies: Remedies;
  countText: (results: readonly ShownResult[]) => string;
};

/** What a host needs before HGS can judge it at all. */
export function PrerequisiteItems({ host, rows, opening, remedies, countText }: PrerequisiteItemsProps) {
  const t = useTranslations('host');
  if (rows.length === 0) return null;
  const { told } = repairOfHost(host, remedies);
  const above = new Set(host.risk.map((risk) => PREREQUISITE_OF_RISK[risk]));
  // A locked host sends nothing before it is unlocked, which its verdict is for.
  const isToldElsewhere = (prerequisite: Prerequisite) =>
    above.has(prerequisite) || (prerequisite === 'agentReporting' && host.lockedAt !== null);
  const isFailing = rows.some(({ result }) => result === 'failing');
  return (
    <CheckGroup
      title={t(isFailing ? 'checks.failingPrerequisites' : 'checks.prerequisites')}
      names={rows.map(({ prerequisite }) => t(`prerequisite.${prerequisite}`))}
      counts={countText(rows.map(({ result }) => result))}
      isInitiallyOpen={isOpenAtFirst(opening, isFailing)}
      isForced={opening.isPrinting}
    >
      {rows.map(({ prerequisite, result, evidence, unread }) => (
        <ResultRow
          key={`${prerequisite} ${result}`}
          name={t(`prerequisite.${prerequisite}`)}
          result={result}
          evidence={evidence}
          unread={unread}
          isInitiallyOpen={isOpenAtFirst(opening, isFailing && !isToldElsewhere(prerequisite))}
          isForced={opening.isPrinting}
        >
          {/* That it is silent, and nothing more, is what its line says. */}
          {prerequisite !== 'agentReporting' && (
            <EvidenceTable evidence={evidence} unread={unread} host={host} required="needed" />
          )}
          {isFailing &&
            (above.has(prerequisite) ? (
              <p className="max-w-[92ch] text-ink-2">{t('risk.above')}</p>
            ) : (
              <HowToFix
                name={keyOfPrerequisite({ prerequisite, evidence })}
                remedies={remedies}
                told={told(keyOfPrerequisite({ prerequisite, evidence }))}
              />
            ))}
        </ResultRow>
      ))}
    </CheckGroup>
  );
}
