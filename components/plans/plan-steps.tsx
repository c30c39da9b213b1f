import { useTranslations } from 'next-intl';
import { isNamed, RemediationStep } from '@/components/fleet/remediation-steps';
import { DIAGNOSIS, isDiagnosis } from '@/components/plans/work-groups';
import { ForeignText } from '@/components/ui/foreign-text';
import { NumberedStep, NumberedSteps } from '@/components/ui/numbered-steps';
import { PartLink } from '@/components/ui/part-link';
import type { PlanGroup, PlanStep, PlanTask } from '@/lib/contracts/plan';

type StepsProps = {
  group: PlanGroup;
  /** Those of the group, and of others that are told with it. */
  hosts: readonly Pick<PlanTask, 'hostId' | 'hostname'>[];
  /** Opens the diagnosis where it stands above, once for several groups. */
  toDiagnosis: ((place: string) => void) | null;
};

export function PlanSteps({ group, hosts, toDiagnosis }: StepsProps) {
  const t = useTranslations('plans');
  const copies = useTranslations('remediation.copies');
  const name = group.cause ?? copies('quoted', { title: group.title });
  const nameOf = new Map(hosts.map(({ hostId, hostname }) => [hostId, hostname]));
  return (
    <>
      {group.restart && <p className="text-ink-2">{t('oneAfterAnother')}</p>}
      <NumberedSteps>
        {group.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step may come twice, for other hosts, and none moves.
          <NumberedStep key={index}>
            {toDiagnosis !== null && isDiagnosis(step) ? (
              <PartLink
                className="link justify-self-start"
                part={DIAGNOSIS}
                onFollow={() => toDiagnosis(DIAGNOSIS)}
                isTall
              >
                {t('diagnosedAbove')}
              </PartLink>
            ) : (
              <Step
                step={step}
                copies={isNamed(step.id) ? undefined : copies('step', { number: index + 1, name })}
                names={step.hosts?.map((id) => nameOf.get(id) ?? id) ?? null}
              />
            )}
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
