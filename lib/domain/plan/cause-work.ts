import { remediationFor } from '@/lib/domain/remediation/catalogue';
import { cutAtRestart, type RestartStep } from '@/lib/domain/remediation/cut-at-restart';
import type { RemediationEntry, RemediationStep } from '@/lib/domain/remediation/types';
import type { Cause } from '@/lib/domain/vocabulary';
import type { PlanHost, StepId, UncoveredReason } from './types';

/** The steps of one cause, split at the restart, so that the restarts of several causes become one. */
export type CauseWork = {
  entry: RemediationEntry;
  before: readonly StepId[];
  /** The steps right before or during the restart, beginning with the suspension of BitLocker. */
  atRestart: readonly StepId[];
  restart: RestartStep | null;
  after: readonly StepId[];
};

/** One cause of one host, with its work. */
export type Pair = { host: PlanHost; cause: Cause; work: CauseWork };

/** A cause that needs a diagnosis first has no fix that could be put in order. */
const UNDECIDED: readonly StepId[] = ['fixNamedChecks', 'readMode'];

/** Sound: the catalogue uses only steps from STEPS. */
const idsOf = (steps: readonly RemediationStep[]) => steps.map(({ id }) => id as StepId);

export const BASELINE_CAUSE = 'SecureBootSettings';

/** The work for a cause of a host, or the reason why there is none. */
export function workFor(host: PlanHost, cause: Cause): CauseWork | UncoveredReason {
  const entry = remediationFor(cause, host.mode);
  if (entry === null) return 'unrecognised';
  const { steps } = entry;
  if (idsOf(steps).some((id) => UNDECIDED.includes(id))) return 'needsDiagnosis';
  // The firmware would need a first restart: it turns the IOMMU on, and only then can Windows require it.
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
