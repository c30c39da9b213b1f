import type { AttestationMode, Reporting, State } from '@/lib/domain/vocabulary';

/** `drain`: may its roles be moved away, which is before it restarts. `restart`: may it restart now. */
export const RESTART_QUESTIONS = ['drain', 'restart'] as const;
export type RestartQuestion = (typeof RESTART_QUESTIONS)[number];

/** A node as a host that is in the cluster sees it, in Windows' words. */
export type SeenNode = { name: string | null; state: string | null };

/** The nodes of its cluster as one host told them. */
export type ClusterView = { observedAt: Date; nodes: readonly SeenNode[] };

/** Another host of the fleet that says it is in the same cluster. */
export type OtherNode = {
  id: string;
  hostname: string;
  state: State;
  reporting: Reporting;
  /** Null where it does not tell. */
  view: ClusterView | null;
};

/** What restarting changes of what is measured at boot. */
export type FirmwareStep = {
  /** A Secure Boot update is applied at the next restart. */
  isWaiting: boolean;
  status: string | null;
  model: string | null;
  firmwareVersion: string | null;
  osVersion: string | null;
  /** A host of the same class, in the same fabric, that passes with the update applied. */
  provenBy: string | null;
};

/** All that the question is answered from. `notRead`: the host did not say, which is never "none". */
export type RestartFacts = {
  now: Date;
  hostname: string;
  state: State;
  reporting: Reporting;
  lastObservedAt: Date | null;
  /** What the host had been told when it sent its newest snapshot. */
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
