import { type EvidenceHost, type EvidenceLine, evidenceFor } from '@/lib/domain/evidence';
import type { FactReadings, UnreadFact } from '@/lib/domain/facts';
import type { Judgement } from '@/lib/domain/judge';
import { isReportingNow } from '@/lib/domain/reporting';
import {
  type AttestationMode,
  type Check,
  type CheckResult,
  DOCUMENTED_CHECKS,
  isDocumentedCheck,
  type Reporting,
} from '@/lib/domain/vocabulary';

/** Since when the evidence of a check has been right without interruption, and whether it was wrong before. */
export type EvidenceHistory = { firstRightAt: Date | null; wrongBefore: boolean };

export type CheckResultRow = {
  check: Check;
  result: CheckResult;
  /** Decoded from a number instead of named. */
  inferred: boolean;
  /** HGS has no objection, but the host itself says otherwise. */
  evidenceDisagrees: boolean;
  restartPending: boolean;
  evidence: EvidenceLine[];
  unread: UnreadFact[];
};

export type CheckResultsInput = {
  /** Null if no snapshot was ever judged. */
  judgement: Judgement | null;
  mode: AttestationMode;
  reporting: Reporting;
  facts: FactReadings;
  host: EvidenceHost;
  /** The last boot by this server's clock, which times of observation use too. */
  bootedAt: Date | null;
  history?: Readonly<Record<Check, EvidenceHistory>>;
};

/** The documented checks in the order of their groups, then any others that HGS named. */
export function checkResults(input: CheckResultsInput): CheckResultRow[] {
  const others = namedChecks(input).filter((check) => !isDocumentedCheck(check));
  return [...DOCUMENTED_CHECKS, ...others].map((check) => rowOf(check, input));
}

/** The checks that HGS named last. It is unknown whether those of a silent host still fail. */
function namedChecks({ judgement, reporting }: CheckResultsInput): Check[] {
  return judgement === null || !isReportingNow(reporting) ? [] : judgement.failingChecks;
}

function rowOf(check: Check, input: CheckResultsInput): CheckResultRow {
  const { lines, agrees, unread } = evidenceFor(check, input.facts, input.host);
  const result = resultOf(check, input);
  return {
    check,
    result,
    inferred: result === 'failing' && (input.judgement?.inferredChecks.includes(check) ?? false),
    evidenceDisagrees: result === 'ok' && agrees === false,
    restartPending: result === 'failing' && agrees === true && isRestartPending(check, input),
    evidence: lines,
    unread,
  };
}

function resultOf(check: Check, input: CheckResultsInput): CheckResult {
  const { judgement, mode, reporting } = input;
  if (judgement === null || !isReportingNow(reporting)) return 'notEvaluated';
  if (judgement.failingChecks.includes(check)) return 'failing';
  if (!canApply(check, mode)) return 'notApplicable';
  return isNoObjection(judgement) ? 'ok' : 'notEvaluated';
}

/** HGS judges a host's configuration only in TPM mode; the other modes identify the host and require only VBS. */
export function canApply(check: Check, mode: AttestationMode): boolean {
  return check === 'VirtualSecureMode' || (mode !== 'HostKey' && mode !== 'ActiveDirectory');
}

/** Only in these two states has HGS looked at every check and named all objections. */
function isNoObjection({ state }: Judgement): boolean {
  return state === 'Passed' || state === 'InsecureHostConfiguration';
}

/**
 * HGS judges what was measured at boot. A setting that is right now but was wrong at the last boot waits to
 * be measured. One that was right at boot does not wait, and a restart would not help it.
 */
function isRestartPending(check: Check, { history, bootedAt }: CheckResultsInput): boolean {
  const past = history !== undefined && Object.hasOwn(history, check) ? history[check] : undefined;
  if (past === undefined || past.firstRightAt === null || bootedAt === null) return false;
  return past.wrongBefore && past.firstRightAt > bootedAt;
}

/** Folds what successive snapshots showed about one check, oldest first; null is a snapshot that could not tell. */
export function evidenceHistory(
  observations: Iterable<{ observedAt: Date; agrees: boolean | null }>,
): EvidenceHistory {
  let history: EvidenceHistory = { firstRightAt: null, wrongBefore: false };
  for (const { observedAt, agrees } of observations) {
    if (agrees === false) history = { firstRightAt: null, wrongBefore: true };
    else if (agrees === true) history = { ...history, firstRightAt: history.firstRightAt ?? observedAt };
  }
  return history;
}
