import type { STEPS } from '@/lib/domain/remediation/steps';
import type { Place } from '@/lib/domain/remediation/types';
import type { AttestationMode, Cause, State } from '@/lib/domain/vocabulary';

/** A host as it is when a plan is made. Null means unknown, and counts as the worst possibility. */
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
  /** What Windows says about its 2023 Secure Boot certificates; `absent` if it was asked but says nothing. */
  secureBootServicing: string | null;
  /** Whether Windows sees an IOMMU. Requiring an IOMMU that it does not see would keep VBS from starting. */
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

/** A host without a cause is listed with its state. */
export type Uncovered = { hostId: string; cause: Cause; reason: UncoveredReason };

export type StepId = keyof typeof STEPS;

/** A step of the catalogue, for all hosts of its group or the named ones. */
export type PlannedStep = { id: StepId; hosts?: readonly string[] };

export type PlannedTask = {
  hostId: string;
  /** The removed causes: that of its group, or those that need the restart. */
  causes: readonly Cause[];
  /**
   * Set for the restart of a node: how many others of its cluster are able now, and how many this plan makes
   * able before.
   */
  able?: { now: number; later: number };
};

/** Hosts whose measured boot is assumed to be equal because everything known about it is. */
export type BaselineClass = {
  model: string | null;
  firmwareVersion: string | null;
  osVersion: string | null;
  secureBootServicing: string | null;
  /** Windows Server 2016 attests by the first version, which HGS must be told. */
  policyVersion: 'v1' | null;
  /** The host on which the baseline is captured and verified before the others attest. */
  captureOn: string;
};

export const GROUP_KINDS = ['fix', 'restart', 'baseline'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

export type PlannedGroup = {
  key: string;
  kind: GroupKind;
  /** Null for a restart, which serves all causes of a host. */
  cause: Cause | null;
  /** The entry of the catalogue that has its texts. */
  entryId: string | null;
  /** `hgs` if the administrator of HGS has a part in it. */
  where: Place;
  fabricId: string | null;
  /** The cluster of a restart; null for hosts without one. */
  cluster: string | null;
  baseline: BaselineClass | null;
  /** The tasks in the order of work. */
  tasks: readonly PlannedTask[];
  steps: readonly PlannedStep[];
};

export type PlanTotals = { hosts: number; vmsFreed: number; fixes: number; restarts: number };

/** Groups are in the order of work. */
export type PlannedWork = { groups: PlannedGroup[]; uncovered: Uncovered[]; totals: PlanTotals };
