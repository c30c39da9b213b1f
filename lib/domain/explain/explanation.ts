import type { Judgement } from '@/lib/domain/judge';
import type { RemediationEntry } from '@/lib/domain/remediation/types';
import type { VerdictCode, VerdictParams } from '@/lib/domain/verdict';
import type { AttestationMode, AttestationStatus, Check } from '@/lib/domain/vocabulary';
import type { HostSource } from './sources';

/** Situations of a pasted text that no host can have; their texts are `remediation.explain.<code>`. */
export const EXPLAIN_CODES = [
  'nothingUnderstood',
  'noStatus',
  'unwrapFailed',
  'passedUnwrapFailed',
  'passedTraceFailed',
  'passedPartUnread',
  'traceFailed',
  'traceKnownFalse',
  'traceWarned',
  'tracePart',
  'traceUnclear',
  'tracePassed',
  'featureInstalled',
  'featurePending',
  'ofHgs',
  'ofVmm',
  'clixml',
  'hgsReport',
  'hgsPassed',
  'outputsDisagree',
  'someNotAble',
  'noneAble',
  'contradictory',
  'unknownStatus',
  'agentConnected',
  'agentStepFailed',
  'agentTlsFailed',
  'agentConnectionClosed',
  'agentCredentialRefused',
  'agentRotationFailed',
] as const;
export type ExplainCode = (typeof EXPLAIN_CODES)[number];

/** What a reader must know about the paste besides its verdict; the texts are `remediation.explainNote.<code>`. */
export const EXPLAIN_NOTES = ['collectorsCut', 'severalTargets', 'unknownCheck'] as const;
export type ExplainNote = (typeof EXPLAIN_NOTES)[number];

export type ExplainVerdict =
  | { kind: 'host'; code: VerdictCode; params: VerdictParams }
  | { kind: 'text'; code: ExplainCode; params?: Record<string, string | number> }
  /** Every host of the text is able; the text is `remediation.explainSeveral.passed`. */
  | { kind: 'several'; code: 'passed'; params: Record<string, string | number> };

export type ExplainedHost = {
  /** Null if the text does not name the host of this output. */
  name: string | null;
  attestationStatus: AttestationStatus | null;
  failingChecks: Check[];
  verdict: ExplainVerdict;
};

export type Explanation = {
  /** The host of a text about one host; null if the text does not name it, or is about several. */
  name: string | null;
  attestationStatus: AttestationStatus | null;
  attestationMode: AttestationMode;
  failingChecks: Check[];
  verdict: ExplainVerdict;
  /** Each host or output of a text with several, in order. */
  hosts?: ExplainedHost[];
  notes: ExplainNote[];
  remediation: RemediationEntry[];
  /**
   * Whether Windows sees an IOMMU on the host; null if the text does not say. With several hosts it is that
   * of the first.
   */
  seesIommu: boolean | null;
  understood: { field: string; value: string }[];
  /** Lines that this reader did not understand, as they were pasted, without blank ones. */
  ignored: string[];
};

/** A host of the text with everything that follows from its output. */
export type JudgedHost = ExplainedHost & { source: HostSource; judgement: Judgement };

/** The only codes that mean that a host is able. */
export const isAbleVerdict = ({ code }: Pick<ExplainVerdict, 'code'>): boolean =>
  code === 'passed' || code === 'tracePassed';
