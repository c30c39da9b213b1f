import { remediationFor } from '@/lib/domain/remediation/catalogue';
import { cutAtRestart, type RestartStep } from '@/lib/domain/remediation/cut-at-restart';
import type { RemediationEntry, RemediationStep } from '@/lib/domain/remediation/types';
import type { Cause } from '@/lib/domain/vocabulary';
import type { PlanHost, StepId, UncoveredReason } from './types';

/** The steps of one cause, cut where the host restarts: the restarts of several causes become one. */
export type CauseWork = {
  entry: RemediationEntry;
  before: readonly StepId[];
  /** The steps that belong right before the restart, or into it, from the suspension of BitLocker on. */
  atRestart: readonly StepId[];
  restart: RestartStep | null;
  after: readonly StepId[];
};

/** One cause of one host, with its work. */
export type Pair = { host: PlanHost; cause: Cause; work: CauseWork };

/** What waits for a diagnosis has no fix that could be put in order. */
const UNDECIDED: readonly StepId[] = ['fixNamedChecks', 'readMode'];

/** Sound: the catalogue takes its steps from STEPS alone. */
const idsOf = (steps: readonly RemediationStep[]) => steps.map(({ id }) => id as StepId);

export const BASELINE_CAUSE = 'SecureBootSettings';

/** The work for a cause of a host, or why there is none. */
export function workFor(host: PlanHost, cause: Cause): CauseWork | UncoveredReason {
  const entry = remediationFor(cause, host.mode);
  if (entry === null) return 'unrecognised';
  const { steps } = entry;
  if (idsOf(steps).some((id) => UNDECIDED.includes(id))) return 'needsDiagnosis';
  // The firmware's own restart would be a second one: it turns the IOMMU on, and only then can Windows require it.
  if (cause === 'Iommu' && host.seesIommu !== true) return 'firmwareFirst';
  const work = cutAtRestart(cause === 'Iommu' ? steps.filter(({ id }) => id !== 'turnOnIommu') : steps);
  return {
    entry,
    before: idsOf(work.before),
    atRestart: idsOf(work.atRestart),
    restart: work.restart?.id ?? null,
    after: idsOf(work.after),
  };
}
