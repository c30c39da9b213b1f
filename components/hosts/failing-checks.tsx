'use client';

import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import type { StepOptions } from '@/components/fleet/remediation-steps';
import { CheckItem } from '@/components/hosts/check-item';
import { GroupHead } from '@/components/hosts/group-head';
import type { Opening } from '@/components/hosts/opening';
import { SharedStep } from '@/components/hosts/shared-step';
import { sharedSteps } from '@/components/hosts/shared-steps';
import type { HostView } from '@/lib/client/outputs';
import type { CheckRow } from '@/lib/contracts/fleet';

type FailingChecksProps = {
  /** What is repaired first comes first. */
  checks: readonly CheckRow[];
  host: HostView;
  commands: StepOptions['commands'];
  opening: Opening;
  counts: string;
};

/** What fails, as one sequence: diagnose, repair one check after the other, restart once, resume. The first to do is open. */
export function FailingChecks({ checks, host, commands, opening, counts }: FailingChecksProps) {
  const t = useTranslations('host.checks');
  const shared = sharedSteps(
    checks.map(({ check }) => check),
    host.attestationMode,
  );
  const options = { without: shared?.ids, commands };
  const isSequence = checks.length > 1;
  const once = { options, opening };
  const title = t(isSequence ? 'group.failingInOrder' : 'group.failing');
  return (
    <section aria-label={title}>
      <GroupHead counts={counts}>{title}</GroupHead>
      {shared?.diagnose && (
        <SharedStep {...once} title={t('once.diagnose')} id={shared.diagnose} icon="search" isFirst />
      )}
      {checks.map((row, index) => (
        <Fragment key={row.check}>
          <CheckItem
            {...{ row, host, options, opening }}
            place={isSequence ? index + 1 : null}
            isNext={index === 0}
          />
          {shared?.restart?.after === row.check && (
            <SharedStep
              {...once}
              title={t('once.restart', { checks: shared.restart.serves.join(', ') })}
              id={shared.restart.id}
              icon="restart"
            />
          )}
        </Fragment>
      ))}
      {shared?.resume && <SharedStep {...once} title={t('once.resume')} id={shared.resume} icon="right" />}
    </section>
  );
}
