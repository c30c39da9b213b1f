import type { STEPS } from '@/lib/domain/remediation/steps';
import type { Place } from '@/lib/domain/remediation/types';
import type { AttestationMode, Cause, State } from '@/lib/domain/vocabulary';

/** A host as it is when a plan is made. What is null is not known, and counts as the worse of what it may be. */
export type PlanHost = {
  id: string;
  hostname: string;
  fabricId: string;
  cluster: string | null;
  state: State;
  mode: AttestationMode;
  causes: readonly Cause[];
  /** Shielded VMs that run there now. */
  runningVms: number | null;
  shieldedVms: number | null;
  model: string | null;
  firmwareVersion: string | null;
  osVersion: string | null;
  /** What Windows says of its 2023 Secure Boot certificates; `absent` where it says nothing and was asked. */
  secureBootServicing: string | null;
  /** Whether Windows sees an IOMMU. Requiring what it does not see would keep its isolation from starting. */
  seesIommu: boolean | null;
};

/** A node that could take VMs now: Passed, on time, and in no open plan's restart. */
export type AbleNode = { id: string; fabricId: string; cluster: string };

export type PlanQuestion = { hosts: readonly PlanHost[]; ableNodes: readonly AbleNode[] };

export const UNCOVERED_REASONS = [
  'passed',
  'silent',
  'unrecognised',
  'needsDiagnosis',
  'firmwareFirst',
  'noAbleNode',
  'vmsCannotMove',
  'othersFirst',
] as const;
export type UncoveredReason = (typeof UNCOVERED_REASONS)[number];

/** A host without a cause stands here with its state. */
export type Uncovered = { hostId: string; cause: Cause; reason: UncoveredReason };

export type StepId = keyof typeof STEPS;

/** A step of the catalogue, for all hosts of its group or for those named. */
export type PlannedStep = { id: StepId; hosts?: readonly string[] };

export type PlannedTask = {
  hostId: string;
  /** What it ends: the cause of its group, or those that the restart serves. */
  causes: readonly Cause[];
  /** The restart of a node has the others of its cluster that are able now, and those that this plan makes able before. */
  able?: { now: number; later: number };
};

/** Hosts whose measured boot is presumed to be equal, since all that is known of it is. */
export type BaselineClass = {
  model: string | null;
  firmwareVersion: string | null;
  osVersion: string | null;
  secureBootServicing: string | null;
  /** Windows Server 2016 attests by the first version, and HGS must be told so. */
  policyVersion: 'v1' | null;
  /** The baseline is captured and verified here before the other hosts attest. */
  captureOn: string;
};

export const GROUP_KINDS = ['fix', 'restart', 'baseline'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

export type PlannedGroup = {
  key: string;
  kind: GroupKind;
  /** Null for a restart, which serves all causes of a host. */
  cause: Cause | null;
  /** Which entry of the catalogue its texts are of. */
  entryId: string | null;
  /** `hgs` where the administrator of HGS has a part in it. */
  where: Place;
  fabricId: string | null;
  /** The cluster of a restart; null for hosts of none. */
  cluster: string | null;
  baseline: BaselineClass | null;
  /** They stand in the order of work. */
  tasks: readonly PlannedTask[];
  steps: readonly PlannedStep[];
};

export type PlanTotals = { hosts: number; vmsFreed: number; fixes: number; restarts: number };

/** Groups stand in the order of work. */
export type PlannedWork = { groups: PlannedGroup[]; uncovered: Uncovered[]; totals: PlanTotals };
