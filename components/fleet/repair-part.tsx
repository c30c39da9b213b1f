import { useTranslations } from 'next-intl';
import { isNamed, RemediationStep } from '@/components/fleet/remediation-steps';
import { NumberedStep, NumberedSteps } from '@/components/ui/numbered-steps';
import type { CatalogueEntry } from '@/lib/contracts/catalogue';
import { restartsHost } from '@/lib/domain/remediation/cut-at-restart';
import { type RepairPart, type RepairSequence, turnsOnIommu } from '@/lib/domain/remediation/repair-sequence';

type Step = CatalogueEntry['steps'][number];
export type PartOfRepair = RepairPart<Step>;
export type Repair = RepairSequence<Step>;

/** A fix is told by the check or the entry that it is for. */
export const ICON_OF_PART = {
  diagnose: 'search',
  fix: undefined,
  restart: 'restart',
  resume: 'hosts',
} as const;

function wordOf(part: PartOfRepair, { parts }: Repair) {
  if (part.part === 'diagnose') return parts[0] === part ? 'diagnose' : 'diagnoseAfterRestart';
  // An entry has a title of its own; what is left of it after a restart does not.
  if (part.part === 'fix') return 'afterRestart';
  return part.part === 'restart' ? restartWord(part, parts) : 'resume';
}

function restartWord(part: PartOfRepair, parts: Repair['parts']) {
  const restarts = parts.filter((other) => other.part === 'restart');
  if (restarts.length === 1) return 'restart';
  if (restarts[0] !== part) return 'lastRestart';
  return part.steps.some(turnsOnIommu) ? 'firmwareRestart' : 'firstRestart';
}

/** What a part is called that has no entry to be called by, such as a diagnosis or a restart. */
export function useRepairTitle(repair: Repair) {
  const t = useTranslations('remediation.once');
  return (part: PartOfRepair, nameOf = (key: string) => key): string =>
    t(wordOf(part, repair), { checks: part.keys.map(nameOf).join(', ') });
}

/** Why the host restarts more than once. */
export function WhyTwice({ repair: { twice } }: { repair: Repair }) {
  const t = useTranslations('remediation.once');
  if (twice === null) return null;
  return (
    <div className="border-b border-line px-4 py-2">
      <p className="max-w-[92ch] text-ink-2">{t(twice)}</p>
    </div>
  );
}

type PartStepsProps = {
  part: PartOfRepair;
  repair: Repair;
  /** What the part is called. */
  title: string;
};

/** The steps of such a part. */
export function PartSteps({ part, repair, title }: PartStepsProps) {
  const t = useTranslations('remediation.copies');
  const word = wordOf(part, repair);
  const copiesOf = (step: Step, at: number): string | undefined => {
    if (!isNamed(step.id)) return t('step', { number: at + 1, name: t('quoted', { title }) });
    if (!restartsHost(step) || word === 'restart') return undefined;
    return t(word === 'lastRestart' ? word : 'firstRestart');
  };
  const [only, ...others] = part.steps;
  if (only !== undefined && others.length === 0)
    return <RemediationStep step={only} copies={copiesOf(only, 0)} />;
  return (
    <NumberedSteps>
      {part.steps.map((step, at) => (
        <NumberedStep key={step.id}>
          <RemediationStep step={step} copies={copiesOf(step, at)} />
        </NumberedStep>
      ))}
    </NumberedSteps>
  );
}
