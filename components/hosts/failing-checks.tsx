'use client';

import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { ICON_OF_PART, PartSteps, useRepairTitle, WhyTwice } from '@/components/fleet/repair-part';
import { CheckItem } from '@/components/hosts/check-item';
import { GroupHead } from '@/components/hosts/group-head';
import { isOpenAtFirst, type Opening } from '@/components/hosts/opening';
import { repairOfHost } from '@/components/hosts/repair-of-host';
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

/** What fails, as one sequence: diagnose, repair one check after the other, restart once, resume. What is done up to the first repair is open. */
export function FailingChecks({ checks, host, remedies, opening, counts }: FailingChecksProps) {
  const t = useTranslations('host.checks');
  const { repair, ofChecks } = repairOfHost(host, remedies);
  const titleOf = useRepairTitle(repair);
  /** What HGS calls it; what it has no word for is told by its title. */
  const nameOf = (key: string) =>
    checks.some(({ check }) => check === key) ? key : (remedies.entries.get(key)?.title ?? key);
  const firstFix = ofChecks.findIndex(({ part }) => part === 'fix');
  const title = t(ofChecks.length > 1 ? 'group.failingInOrder' : 'group.failing');
  return (
    <section aria-label={title}>
      <GroupHead counts={counts}>{title}</GroupHead>
      <WhyTwice repair={repair} />
      {ofChecks.map((part, at, parts) => {
        const index = checks.findIndex(({ check }) => part.part === 'fix' && check === part.keys[0]);
        const row = checks[index];
        return (
          <Fragment key={keyOfPart(part, at, parts)}>
            {row === undefined ? (
              <ResultRow
                name={titleOf(part, nameOf)}
                result="once"
                icon={ICON_OF_PART[part.part]}
                isInitiallyOpen={isOpenAtFirst(opening, at < firstFix)}
                isForced={opening.isPrinting}
              >
                <PartSteps part={part} repair={repair} title={titleOf(part, nameOf)} />
              </ResultRow>
            ) : (
              <CheckItem
                {...{ row, host, opening }}
                fix={{ remedies, told: { steps: part.steps } }}
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
