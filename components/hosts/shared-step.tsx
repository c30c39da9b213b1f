'use client';

import { RemediationStep, type StepOptions, useRenderedStep } from '@/components/fleet/remediation-steps';
import type { StepId } from '@/lib/domain/plan/types';

type SharedStepProps = { title: string; id: StepId; options: StepOptions };

/** A step that serves several failing checks, between them. */
export function SharedStep({ title, id, options }: SharedStepProps) {
  const step = useRenderedStep(id, options);
  return (
    <section className="grid gap-1 border-b border-line py-3 pr-4 pl-10 max-tablet:pl-4" aria-label={title}>
      <h3>{title}</h3>
      <RemediationStep step={step} />
    </section>
  );
}
