'use client';

import { RemediationStep, type StepOptions, useRenderedStep } from '@/components/fleet/remediation-steps';
import { isOpenAtFirst, type Opening } from '@/components/hosts/opening';
import { ResultRow } from '@/components/hosts/result-row';
import type { IconName } from '@/components/ui/icon';
import type { StepId } from '@/lib/domain/plan/types';

type SharedStepProps = {
  title: string;
  id: StepId;
  icon: IconName;
  options: StepOptions;
  opening: Opening;
  /** Whether it is done before anything else. */
  isFirst?: boolean;
};

/** A step that serves several failing checks, between them. */
export function SharedStep({ title, id, icon, options, opening, isFirst = false }: SharedStepProps) {
  const step = useRenderedStep(id, options);
  return (
    <ResultRow
      name={title}
      result="once"
      icon={icon}
      isInitiallyOpen={isOpenAtFirst(opening, isFirst)}
      isForced={opening.isPrinting}
    >
      <RemediationStep step={step} />
    </ResultRow>
  );
}
