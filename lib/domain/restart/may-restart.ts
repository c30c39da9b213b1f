import { isAble } from '@/lib/domain/judge';
import { isReportingNow } from '@/lib/domain/reporting';
import { isBootMeasured } from '@/lib/domain/vocabulary';
import { type NodesBeside, nodesBeside } from './cluster';
import type { RestartFacts, RestartQuestion, SeenNode } from './facts';

export const RESTART_ANSWERS = ['yes', 'no', 'unknown'] as const;
export type RestartAnswer = (typeof RESTART_ANSWERS)[number];

/** The greatest age of evidence in intervals. */
export const EVIDENCE_INTERVALS = 2;

/** Every reason, with the answer for which it speaks. */
export const RESTART_REASONS = {
  hostSilent: 'unknown',
  evidenceOld: 'unknown',
  vmsNotRead: 'unknown',
  clusterNotRead: 'unknown',
  nodeNotKnown: 'unknown',
  secureBootNotRead: 'unknown',
  classNotKnown: 'unknown',
  vmsRunning: 'no',
  nowhereToMove: 'no',
  noAbleNode: 'no',
  lastAbleNode: 'no',
  nodeOut: 'no',
  updateNotProven: 'no',
  noVmRunning: 'yes',
  ableNodes: 'yes',
  noCluster: 'yes',
  allNodesUp: 'yes',
  updateProven: 'yes',
  /** The host does not pass now, so this restart takes nothing away. */
  willNotPassAfter: 'yes',
} as const satisfies Record<string, RestartAnswer>;
export type RestartReasonCode = keyof typeof RESTART_REASONS;
export const RESTART_REASON_CODES = Object.keys(RESTART_REASONS) as [
  RestartReasonCode,
  ...RestartReasonCode[],
];

/** The evidence of a reason, as far as the reason needs it. */
export type RestartEvidence = {
  running?: number;
  total?: number;
  /** Other nodes of the cluster. */
  others?: number;
  nodes?: SeenNode[];
  /** The Secure Boot update that waits for the restart. */
  status?: string | null;
  model?: string | null;
  firmwareVersion?: string | null;
  osVersion?: string | null;
  /** A host of the same class that passes with it. */
  provenBy?: string;
};

export type RestartReason = { code: RestartReasonCode; evidence: RestartEvidence };

export type RestartJudgement = {
  answer: RestartAnswer;
  reasons: RestartReason[];
  ableTargets: number;
  /** The time until which the newest snapshot is recent enough for an answer; null if there is none. */
  evidenceUntil: Date | null;
};

const because = (code: RestartReasonCode, evidence: RestartEvidence = {}): RestartReason => ({
  code,
  evidence,
});

function evidenceEnd({ lastObservedAt, intervalSeconds }: RestartFacts): Date | null {
  if (lastObservedAt === null || intervalSeconds === null) return null;
  return new Date(lastObservedAt.getTime() + EVIDENCE_INTERVALS * intervalSeconds * 1000);
}

/** No further question is asked about an unverified host. */
function notVouchedFor(facts: RestartFacts, until: Date | null): RestartReason | null {
  if (!isReportingNow(facts.reporting)) return because('hostSilent');
  return until === null || facts.now >= until ? because('evidenceOld') : null;
}

function vmReasons({ vms }: RestartFacts, question: RestartQuestion): RestartReason[] {
  if (vms === 'notRead') return [because('vmsNotRead')];
  if (vms.running === 0) return [because('noVmRunning', vms)];
  return question === 'restart' ? [because('vmsRunning', vms)] : [];
}

function nodeReasons({ out, notKnown, count: others }: NodesBeside): RestartReason[] {
  const reasons: RestartReason[] = [];
  if (out.length > 0) reasons.push(because('nodeOut', { nodes: out, others }));
  if (notKnown.length > 0) reasons.push(because('nodeNotKnown', { nodes: notKnown, others }));
  return reasons.length > 0 || others === 0 ? reasons : [because('allNodesUp', { others })];
}

/** Whether there is another place for what runs here, and an able node for the cluster. */
function targetReasons({ vms, state }: RestartFacts, { able, count: others }: NodesBeside): RestartReason[] {
  if (able.length > 0) {
    const nodes = able.map((name) => ({ name, state: 'Up' }));
    return [because('ableNodes', { nodes, others })];
  }
  if (vms !== 'notRead' && vms.running > 0)
    return [because(others === 0 ? 'nowhereToMove' : 'noAbleNode', { ...vms, others })];
  return isAble(state) && others > 0 ? [because('lastAbleNode', { others })] : [];
}

function clusterReasons(facts: RestartFacts, beside: NodesBeside | null): RestartReason[] {
  const { cluster, vms } = facts;
  if (cluster === 'none') {
    const isRunning = vms !== 'notRead' && vms.running > 0;
    return [isRunning ? because('nowhereToMove', { ...vms, others: 0 }) : because('noCluster')];
  }
  if (beside === null) return [because('clusterNotRead')];
  return [...targetReasons(facts, beside), ...nodeReasons(beside)];
}

/**
 * Firmware and Secure Boot updates change what a host measures: until a baseline has that, the host does not
 * pass.
 */
function firmwareReasons(facts: RestartFacts): RestartReason[] {
  const { attestationMode, firmware, state } = facts;
  // HGS judges nothing there that a restart changes.
  if (!isBootMeasured(attestationMode)) return [];
  if (firmware === 'notRead') return [because('secureBootNotRead')];
  const { isWaiting, provenBy, ...seen } = firmware;
  if (!isWaiting) return [];
  if (provenBy !== null) return [because('updateProven', { ...seen, provenBy })];
  if (!isAble(state)) return [because('willNotPassAfter', seen)];
  const { model, firmwareVersion, osVersion } = seen;
  const isClassKnown = [model, firmwareVersion, osVersion].every((part) => part !== null);
  return [because(isClassKnown ? 'updateNotProven' : 'classNotKnown', seen)];
}

function answerOf(reasons: readonly RestartReason[]): RestartAnswer {
  const spoken = new Set<RestartAnswer>(reasons.map(({ code }) => RESTART_REASONS[code]));
  if (spoken.has('no')) return 'no';
  return spoken.has('unknown') ? 'unknown' : 'yes';
}

const WEIGHT: Readonly<Record<RestartAnswer, number>> = { no: 0, unknown: 1, yes: 2 };

/**
 * Whether a node may be drained or restarted: never yes on old or missing evidence, while shielded VMs would
 * have nowhere to run, or while another node of its cluster is out. The deciding reason comes first.
 */
export function mayRestart(question: RestartQuestion, facts: RestartFacts): RestartJudgement {
  const evidenceUntil = evidenceEnd(facts);
  const doubt = notVouchedFor(facts, evidenceUntil);
  if (doubt !== null) return { answer: 'unknown', reasons: [doubt], ableTargets: 0, evidenceUntil };
  const beside = facts.cluster === 'none' ? null : nodesBeside(facts);
  const reasons = [
    ...vmReasons(facts, question),
    ...clusterReasons(facts, beside),
    ...firmwareReasons(facts),
  ].toSorted((one, other) => WEIGHT[RESTART_REASONS[one.code]] - WEIGHT[RESTART_REASONS[other.code]]);
  return { answer: answerOf(reasons), reasons, ableTargets: beside?.able.length ?? 0, evidenceUntil };
}
