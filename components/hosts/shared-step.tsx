'use client';

import { RemediationStep, type ToldStep } from '@/components/fleet/remediation-steps';
import { isOpenAtFirst, type Opening } from '@/components/hosts/opening';
import { ResultRow } from '@/components/hosts/result-row';
import type { IconName } from '@/components/ui/icon';

type SharedStepProps = {
  title: string;
  step: ToldStep;
  icon: IconName;
  opening: Opening;
  /** Whether it is done before anything else. */
  isFirst?: boolean;
};

/** A step that serves several failing checks, between them. */
export function SharedStep({ title, step, icon, opening, isFirst = false }: SharedStepProps) {
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
