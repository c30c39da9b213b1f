'use client';

import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { CheckItem } from '@/components/hosts/check-item';
import { GroupHead } from '@/components/hosts/group-head';
import type { Opening } from '@/components/hosts/opening';
import { SharedStep } from '@/components/hosts/shared-step';
import { sharedSteps } from '@/components/hosts/shared-steps';
import type { Remedies } from '@/components/hosts/use-remedies';
import type { HostView } from '@/lib/client/outputs';
import type { CheckRow } from '@/lib/contracts/fleet';

type FailingChecksProps = {
  /** What is repaired first comes first. */
  checks: readonly CheckRow[];
  host: HostView;
  remedies: Remedies;
  opening: Opening;
  counts: string;
};

/** What fails, as one sequence: diagnose, repair one check after the other, restart once, resume. The first to do is open. */
export function FailingChecks({ checks, host, remedies, opening, counts }: FailingChecksProps) {
  const t = useTranslations('host.checks');
  const shared = sharedSteps(
    checks.map(({ check }) => check),
    (check) => remedies.entries.get(check)?.steps ?? null,
  );
  const fix = { remedies, without: shared?.ids };
  const isSequence = checks.length > 1;
  const once = { opening };
  const title = t(isSequence ? 'group.failingInOrder' : 'group.failing');
  return (
    <section aria-label={title}>
      <GroupHead counts={counts}>{title}</GroupHead>
      {shared?.diagnose && (
        <SharedStep {...once} title={t('once.diagnose')} step={shared.diagnose} icon="search" isFirst />
      )}
      {checks.map((row, index) => (
        <Fragment key={row.check}>
          <CheckItem
            {...{ row, host, fix, opening }}
            place={isSequence ? index + 1 : null}
            isNext={index === 0}
          />
          {shared?.restart?.after === row.check && (
            <SharedStep
              {...once}
              title={t('once.restart', { checks: shared.restart.serves.join(', ') })}
              step={shared.restart.step}
              icon="restart"
            />
          )}
        </Fragment>
      ))}
      {shared?.resume && <SharedStep {...once} title={t('once.resume')} step={shared.resume} icon="right" />}
    </section>
  );
}
