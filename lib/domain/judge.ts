import { type FactReadings, factValue } from '@/lib/domain/facts';
import { featureStateOf } from '@/lib/domain/feature-state';
import type { HgsClientReading } from '@/lib/domain/read-hgs-client';
import { isReportingNow } from '@/lib/domain/reporting';
import type {
  AttestationStatus,
  Cause,
  Check,
  JudgedState,
  Reporting,
  SPECIAL_CAUSES,
  State,
} from '@/lib/domain/vocabulary';

export type Judgement = {
  /** HGS's own word; null if unreadable or if the host has no HGS client. */
  attestationStatus: AttestationStatus | null;
  state: JudgedState;
  /** Named by HGS: in vocabulary order, then unknown ones. */
  failingChecks: Check[];
  /** Those of `failingChecks` that were decoded from a number. */
  inferredChecks: Check[];
  /** Why the host is not able; empty if it is. */
  causes: Cause[];
  contradictory: boolean;
};

/** States in which HGS gives the host its keys. */
export const ABLE_STATES = ['Passed'] as const satisfies readonly State[];

export function isAble(state: State): boolean {
  return (ABLE_STATES as readonly State[]).includes(state);
}

/**
 * The judgement of one snapshot, which does not depend on when it is read. Only an uncontradicted `Passed` is
 * able. A snapshot from a machine other than the enrolled one is kept as it is, but proves nothing about the
 * host.
 */
export function judgeSnapshot(
  hgsClient: HgsClientReading,
  facts: FactReadings,
  isOtherMachine = false,
): Judgement {
  const judgement = judgeWords(hgsClient, facts);
  return isOtherMachine ? { ...judgement, state: 'Unknown', causes: [OTHER_MACHINE] } : judgement;
}

const OTHER_MACHINE = 'OtherMachine' satisfies (typeof SPECIAL_CAUSES)[number];

export const isOfOtherMachine = ({ causes }: Pick<Judgement, 'causes'>): boolean =>
  causes.includes(OTHER_MACHINE);

function judgeWords(hgsClient: HgsClientReading, facts: FactReadings): Judgement {
  const { attestationStatus: status, checks, contradictions } = hgsClient;
  const contradictory = status === 'Passed' && contradictions.length > 0;
  const judgement = {
    attestationStatus: status,
    state: stateOfReading(hgsClient, contradictory),
    failingChecks: checks.map((check) => check.name),
    inferredChecks: checks.filter((check) => check.inferred).map((check) => check.name),
    contradictory,
  };
  return { ...judgement, causes: causesOfJudgement(judgement, isFeatureMissing(hgsClient, facts)) };
}

function stateOfReading(hgsClient: HgsClientReading, contradictory: boolean): JudgedState {
  if (!hgsClient.present) return 'NotConfigured';
  return contradictory ? 'Unknown' : (hgsClient.attestationStatus ?? 'Unknown');
}

function causesOfJudgement(judgement: Omit<Judgement, 'causes'>, featureMissing: boolean): Cause[] {
  if (isAble(judgement.state)) return [];
  if (judgement.contradictory) return ['ContradictoryEvidence'];
  if (judgement.failingChecks.length > 0) return judgement.failingChecks;
  // A missing feature explains only NotConfigured. With any other status HGS's client has answered, which the
  // host's own facts never override.
  if (judgement.state === 'NotConfigured' && featureMissing) return ['HostGuardianFeatureMissing'];
  return [judgement.attestationStatus ?? 'UnreadableStatus'];
}

function isFeatureMissing(hgsClient: HgsClientReading, facts: FactReadings): boolean {
  return !hgsClient.present || featureState(facts) === 'missing';
}

/** Null if the host did not say it, or used a word that this version does not know. */
export const featureState = (facts: FactReadings) =>
  featureStateOf(factValue(facts, 'hostGuardianFeature')?.installState ?? '');

/** Nothing is verified about a silent, faulty or never heard host, so its last status is not its state. */
export function stateOf(judged: JudgedState | null, reporting: Reporting): State {
  return judged === null || !isReportingNow(reporting) ? 'Silent' : judged;
}

/** A host has causes only while it sends and is not able. */
export function causesOf(judgement: Judgement | null, reporting: Reporting): Cause[] {
  return judgement === null || !isReportingNow(reporting) ? [] : judgement.causes;
}
