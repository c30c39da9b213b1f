import type { AttestationMode, Reporting, State } from '@/lib/domain/vocabulary';

/**
 * `drain`: whether its roles may be moved away, which comes before the restart. `restart`: whether it may
 * restart now.
 */
export const RESTART_QUESTIONS = ['drain', 'restart'] as const;
export type RestartQuestion = (typeof RESTART_QUESTIONS)[number];

/** A node as another host of the cluster sees it, in Windows' words. */
export type SeenNode = { name: string | null; state: string | null };

/** The nodes of a cluster as one host said them. */
export type ClusterView = { observedAt: Date; nodes: readonly SeenNode[] };

/** Another host of the fleet that says it is in the same cluster. */
export type OtherNode = {
  id: string;
  hostname: string;
  state: State;
  reporting: Reporting;
  /** Null if it does not list the nodes. */
  view: ClusterView | null;
};

/** What a restart changes in the measurements at boot. */
export type FirmwareStep = {
  /** A Secure Boot update is applied at the next restart. */
  isWaiting: boolean;
  status: string | null;
  model: string | null;
  firmwareVersion: string | null;
  osVersion: string | null;
  /** A host of the same class and fabric that passes with the update applied. */
  provenBy: string | null;
};

/** All facts for the answer. `notRead` means that the host did not say it, which is never "none". */
export type RestartFacts = {
  now: Date;
  hostname: string;
  state: State;
  reporting: Reporting;
  lastObservedAt: Date | null;
  /** The interval that the host had been told when it sent its newest snapshot. */
  intervalSeconds: number | null;
  attestationMode: AttestationMode;
  /** VMs that need a key from HGS. */
  vms: { total: number; running: number } | 'notRead';
  cluster: 'none' | 'notRead' | ClusterView;
  others: readonly OtherNode[];
  /** Ids of the hosts that an open plan restarts. */
  inPlannedRestart: ReadonlySet<string>;
  firmware: FirmwareStep | 'notRead';
};
