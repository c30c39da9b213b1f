import type { Judgement } from '@/lib/domain/judge';
import type { RemediationEntry } from '@/lib/domain/remediation/types';
import type { VerdictCode, VerdictParams } from '@/lib/domain/verdict';
import type { AttestationMode, AttestationStatus, Check } from '@/lib/domain/vocabulary';
import type { HostSource } from './sources';

/** Situations of a pasted text that no host can be in; their texts are `remediation.explain.<code>`. */
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

/** What a reader must know of the paste beside its verdict; the texts are `remediation.explainNote.<code>`. */
export const EXPLAIN_NOTES = ['collectorsCut', 'severalTargets', 'unknownCheck'] as const;
export type ExplainNote = (typeof EXPLAIN_NOTES)[number];

export type ExplainVerdict =
  | { kind: 'host'; code: VerdictCode; params: VerdictParams }
  | { kind: 'text'; code: ExplainCode; params?: Record<string, string | number> }
  /** Every host of the text is able; the text is `remediation.explainSeveral.passed`. */
  | { kind: 'several'; code: 'passed'; params: Record<string, string | number> };

export type ExplainedHost = {
  /** Null: the text does not name the host of this output. */
  name: string | null;
  attestationStatus: AttestationStatus | null;
  failingChecks: Check[];
  verdict: ExplainVerdict;
};

export type Explanation = {
  /** The host of a text about one; null: the text does not name it, or is about several. */
  name: string | null;
  attestationStatus: AttestationStatus | null;
  attestationMode: AttestationMode;
  failingChecks: Check[];
  verdict: ExplainVerdict;
  /** Where the text is about several hosts, or holds several outputs: each of them, in its order. */
  hosts?: ExplainedHost[];
  notes: ExplainNote[];
  remediation: RemediationEntry[];
  /** Whether Windows sees an IOMMU on the host; null: the text does not say. Of several hosts it is the first's. */
  seesIommu: boolean | null;
  understood: { field: string; value: string }[];
  /** Lines that said nothing to this reader, as they were pasted; blank ones aside. */
  ignored: string[];
};

/** A host of the text with all that follows from what it says. */
export type JudgedHost = ExplainedHost & { source: HostSource; judgement: Judgement };

/** The only codes that say that a host is able. */
export const isAbleVerdict = ({ code }: Pick<ExplainVerdict, 'code'>): boolean =>
  code === 'passed' || code === 'tracePassed';
