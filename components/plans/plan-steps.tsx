import { useTranslations } from 'next-intl';
import { isNamed, RemediationStep } from '@/components/fleet/remediation-steps';
import { ForeignText } from '@/components/ui/foreign-text';
import { NumberedStep, NumberedSteps } from '@/components/ui/numbered-steps';
import type { PlanGroup, PlanStep } from '@/lib/contracts/plan';

export function PlanSteps({ group }: { group: PlanGroup }) {
  const t = useTranslations('plans');
  const copies = useTranslations('remediation.copies');
  const name = group.cause ?? copies('quoted', { title: group.title });
  const nameOf = new Map(group.tasks.map(({ hostId, hostname }) => [hostId, hostname]));
  return (
    <>
      {group.restart && <p className="text-ink-2">{t('oneAfterAnother')}</p>}
      <NumberedSteps>
        {group.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step may come twice, for other hosts, and none moves.
          <NumberedStep key={index}>
            <Step
              step={step}
              copies={isNamed(step.id) ? undefined : copies('step', { number: index + 1, name })}
              names={step.hosts?.map((id) => nameOf.get(id) ?? id) ?? null}
            />
          </NumberedStep>
        ))}
      </NumberedSteps>
    </>
  );
}

type StepProps = { step: PlanStep; copies: string | undefined; names: readonly string[] | null };

/** One step, with the hosts that it is for and what it waits for. */
function Step({ step, copies, names }: StepProps) {
  const t = useTranslations('plans');
  return (
    <RemediationStep step={step} copies={copies}>
      {names !== null && (
        <p className="text-small text-ink-2">
          {t('onlyFor')} <ForeignText text={names.join(', ')} />
        </p>
      )}
      {step.waitsForConfirmation && <p className="text-small text-ink-2">{t('waitsForConfirmation')}</p>}
    </RemediationStep>
  );
}
