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

/** Since when the evidence of a check has been right without a break, and whether it was wrong before. */
export type EvidenceHistory = { firstRightAt: Date | null; wrongBefore: boolean };

export type CheckResultRow = {
  check: Check;
  result: CheckResult;
  /** Decoded from a number, not named. */
  inferred: boolean;
  /** HGS raised no objection, and the host itself says otherwise. */
  evidenceDisagrees: boolean;
  restartPending: boolean;
  evidence: EvidenceLine[];
  unread: UnreadFact[];
};

export type CheckResultsInput = {
  /** Null: no snapshot was ever judged. */
  judgement: Judgement | null;
  mode: AttestationMode;
  reporting: Reporting;
  facts: FactReadings;
  host: EvidenceHost;
  /** The last boot by this server's clock, as observation times are. */
  bootedAt: Date | null;
  history?: Readonly<Record<Check, EvidenceHistory>>;
};

/** The documented checks in their groups' order, then any other that HGS named. */
export function checkResults(input: CheckResultsInput): CheckResultRow[] {
  const others = namedChecks(input).filter((check) => !isDocumentedCheck(check));
  return [...DOCUMENTED_CHECKS, ...others].map((check) => rowOf(check, input));
}

/** What a silent host last named is no longer known to fail. */
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

/** HGS judges a host's configuration in TPM mode; the other modes identify it, and ask for VBS alone. */
export function canApply(check: Check, mode: AttestationMode): boolean {
  return check === 'VirtualSecureMode' || (mode !== 'HostKey' && mode !== 'ActiveDirectory');
}

/** Only these two mean that HGS looked at every check and named all it objects to. */
function isNoObjection({ state }: Judgement): boolean {
  return state === 'Passed' || state === 'InsecureHostConfiguration';
}

/**
 * HGS judges what was measured at boot. A setting first seen right after the last boot, and wrong before,
 * waits to be measured; one that was right at boot does not, and a restart would not help it.
 */
function isRestartPending(check: Check, { history, bootedAt }: CheckResultsInput): boolean {
  const past = history !== undefined && Object.hasOwn(history, check) ? history[check] : undefined;
  if (past === undefined || past.firstRightAt === null || bootedAt === null) return false;
  return past.wrongBefore && past.firstRightAt > bootedAt;
}

/** Folds what successive snapshots showed of one check, oldest first; null is a snapshot that could not say. */
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
