import { useTranslations } from 'next-intl';
import { RemediationStep } from '@/components/fleet/remediation-steps';
import { NumberedStep, NumberedSteps } from '@/components/ui/numbered-steps';
import type { CatalogueEntry } from '@/lib/contracts/catalogue';
import { type RepairPart, type RepairSequence, restartsHost } from '@/lib/domain/remediation/repair-sequence';

type Step = CatalogueEntry['steps'][number];
export type PartOfRepair = RepairPart<Step>;
export type Repair = RepairSequence<Step>;

type Word = 'diagnose' | 'restart' | 'firstRestart' | 'lastRestart' | 'resume';

function wordOf(part: PartOfRepair, { parts }: Repair): Word {
  if (part.part !== 'restart') return part.part === 'diagnose' ? 'diagnose' : 'resume';
  const restarts = parts.filter((other) => other.part === 'restart');
  if (restarts.length === 1) return 'restart';
  return restarts[0] === part ? 'firstRestart' : 'lastRestart';
}

/** What a part is called that serves several entries: a diagnosis, a restart or the return of the node. */
export function useRepairTitle(repair: Repair) {
  const t = useTranslations('remediation.once');
  return (part: PartOfRepair, nameOf = (key: string) => key): string =>
    t(wordOf(part, repair), { checks: part.keys.map(nameOf).join(', ') });
}

/** Why the host restarts more than once. */
export function WhyTwice({ repair: { firmwareFirst } }: { repair: Repair }) {
  const t = useTranslations('remediation.once');
  return firmwareFirst === null ? null : <p className="max-w-[92ch] text-ink-2">{t(firmwareFirst)}</p>;
}

/** The steps of such a part. */
export function PartSteps({ part, repair }: { part: PartOfRepair; repair: Repair }) {
  const t = useTranslations('remediation.copies');
  const word = wordOf(part, repair);
  const isOneOfTwo = word === 'firstRestart' || word === 'lastRestart';
  const copiesOf = (step: Step) => (isOneOfTwo && restartsHost(step) ? t(word) : undefined);
  const [only, ...others] = part.steps;
  if (only !== undefined && others.length === 0)
    return <RemediationStep step={only} copies={copiesOf(only)} />;
  return (
    <NumberedSteps>
      {part.steps.map((step) => (
        <NumberedStep key={step.id}>
          <RemediationStep step={step} copies={copiesOf(step)} />
        </NumberedStep>
      ))}
    </NumberedSteps>
  );
}
