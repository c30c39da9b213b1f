import { remediationFor } from '@/lib/domain/remediation/catalogue';
import type { RemediationEntry } from '@/lib/domain/remediation/types';
import { inRepairOrder } from '@/lib/domain/repair-order';
import type { Cause } from '@/lib/domain/vocabulary';
import type { PlanHost, StepId, UncoveredReason } from './types';

type RestartStep = Extract<StepId, 'guardedRestart' | 'restartAfterBitLocker'>;

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
const isRestart = (id: StepId): id is RestartStep =>
  id === 'guardedRestart' || id === 'restartAfterBitLocker';

/** Sound: the catalogue takes its steps from STEPS alone. */
const stepIds = (entry: RemediationEntry) => entry.steps.map(({ id }) => id as StepId);

export const BASELINE_CAUSE = 'SecureBootSettings';

/** The work for a cause of a host, or why there is none. */
export function workFor(host: PlanHost, cause: Cause): CauseWork | UncoveredReason {
  const entry = remediationFor(cause, host.mode);
  if (entry === null) return 'unrecognised';
  const ids = stepIds(entry);
  if (ids.some((id) => UNDECIDED.includes(id))) return 'needsDiagnosis';
  // The firmware's own restart would be a second one: it turns the IOMMU on, and only then can Windows require it.
  if (cause === 'Iommu' && host.seesIommu !== true) return 'firmwareFirst';
  return cutAtRestart(entry, cause === 'Iommu' ? ids.filter((id) => id !== 'turnOnIommu') : ids);
}

function cutAtRestart(entry: RemediationEntry, ids: readonly StepId[]): CauseWork {
  const steps = ids.filter((id) => id !== 'resumeNode');
  const at = steps.findIndex(isRestart);
  const restart = steps[at];
  if (restart === undefined || !isRestart(restart))
    return { entry, before: steps, atRestart: [], restart: null, after: [] };
  const head = steps.slice(0, at);
  const suspended = head.indexOf('suspendBitLocker');
  const cut = suspended === -1 ? head.length : suspended;
  return {
    entry,
    before: head.slice(0, cut),
    atRestart: head.slice(cut),
    restart,
    after: steps.slice(at + 1),
  };
}

/** Before any check, since a host that HGS cannot judge has no checks. */
const FIRST: readonly Cause[] = [
  'ContradictoryEvidence',
  'UnreadableStatus',
  'Unknown',
  'NotConfigured',
  'TransientError',
  'Expired',
  'HostGuardianFeatureMissing',
  'UnauthorizedHost',
  'TpmError',
  'InsecureHostConfiguration',
];

/** Causes in the order of work. */
export function inWorkOrder(causes: Iterable<Cause>): Cause[] {
  const all = new Set(causes);
  const first = FIRST.filter((cause) => all.has(cause));
  return [...first, ...inRepairOrder([...all].filter((cause) => !FIRST.includes(cause)))];
}
