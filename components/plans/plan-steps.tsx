import { useTranslations } from 'next-intl';
import { RemediationStep } from '@/components/fleet/remediation-steps';
import { ForeignText } from '@/components/ui/foreign-text';
import { NumberedStep, NumberedSteps } from '@/components/ui/numbered-steps';
import type { PlanGroup, PlanStep } from '@/lib/contracts/plan';

export function PlanSteps({ group }: { group: PlanGroup }) {
  const t = useTranslations('plans');
  const nameOf = new Map(group.tasks.map(({ hostId, hostname }) => [hostId, hostname]));
  return (
    <>
      {group.restart && <p className="text-ink-2">{t('oneAfterAnother')}</p>}
      <NumberedSteps>
        {group.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step may come twice, for other hosts, and none moves.
          <NumberedStep key={index}>
            <Step step={step} names={step.hosts?.map((id) => nameOf.get(id) ?? id) ?? null} />
          </NumberedStep>
        ))}
      </NumberedSteps>
    </>
  );
}

/** One step, with the hosts that it is for and what it waits for. */
function Step({ step, names }: { step: PlanStep; names: readonly string[] | null }) {
  const t = useTranslations('plans');
  return (
    <RemediationStep step={step}>
      {names !== null && (
        <p className="text-small text-ink-2">
          {t('onlyFor')} <ForeignText text={names.join(', ')} />
        </p>
      )}
      {step.waitsForConfirmation && <p className="text-small text-ink-2">{t('waitsForConfirmation')}</p>}
    </RemediationStep>
  );
}
