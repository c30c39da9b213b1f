'use client';

import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { PartSteps, useRepairTitle, WhyTwice } from '@/components/fleet/repair-part';
import { CheckItem } from '@/components/hosts/check-item';
import { GroupHead } from '@/components/hosts/group-head';
import { isOpenAtFirst, type Opening } from '@/components/hosts/opening';
import { sequenceOfChecks } from '@/components/hosts/repair-of-host';
import { ResultRow } from '@/components/hosts/result-row';
import type { Remedies } from '@/components/hosts/use-remedies';
import type { HostView } from '@/lib/client/outputs';
import type { CheckRow } from '@/lib/contracts/fleet';
import { keyOfPart } from '@/lib/domain/remediation/repair-sequence';

type FailingChecksProps = {
  /** What is repaired first comes first. */
  checks: readonly CheckRow[];
  host: HostView;
  remedies: Remedies;
  opening: Opening;
  counts: string;
};

const ICONS = { diagnose: 'search', fix: undefined, restart: 'restart', resume: 'right' } as const;

/** What fails, as one sequence: diagnose, repair one check after the other, restart once, resume. What is done up to the first repair is open. */
export function FailingChecks({ checks, host, remedies, opening, counts }: FailingChecksProps) {
  const t = useTranslations('host.checks');
  const repair = sequenceOfChecks(host, remedies);
  const titleOf = useRepairTitle(repair);
  const firstFix = repair.parts.findIndex(({ part }) => part === 'fix');
  const title = t(repair.parts.length > 1 ? 'group.failingInOrder' : 'group.failing');
  return (
    <section aria-label={title}>
      <GroupHead counts={counts}>{title}</GroupHead>
      <WhyTwice repair={repair} />
      {repair.parts.map((part, at, parts) => {
        const index = checks.findIndex(({ check }) => part.part === 'fix' && check === part.keys[0]);
        const row = checks[index];
        return (
          <Fragment key={keyOfPart(part, at, parts)}>
            {row === undefined ? (
              <ResultRow
                name={titleOf(part)}
                result="once"
                icon={ICONS[part.part]}
                isInitiallyOpen={isOpenAtFirst(opening, at < firstFix)}
                isForced={opening.isPrinting}
              >
                <PartSteps part={part} repair={repair} title={titleOf(part)} />
              </ResultRow>
            ) : (
              <CheckItem
                {...{ row, host, opening }}
                fix={{ remedies, steps: part.steps }}
                place={checks.length > 1 ? index + 1 : null}
                isNext={index === 0}
              />
            )}
          </Fragment>
        );
      })}
    </section>
  );
}
