import { canApply } from '@/lib/domain/check-results';
import type { FeatureState } from '@/lib/domain/feature-state';
import { isOfOtherMachine, type Judgement } from '@/lib/domain/judge';
import { isClockOff } from '@/lib/domain/prerequisites';
import type { HgsClientReading } from '@/lib/domain/read-hgs-client';
import { type AttestationMode, DOCUMENTED_CHECKS, type Reporting, type State } from '@/lib/domain/vocabulary';

/** One code for every situation of a host; the text is `verdict.<code>` of the messages. */
export const VERDICT_CODES = [
  'passed',
  'passedDisagrees',
  'passedAtRisk',
  'insecure',
  'insecureUnnamed',
  'unauthorizedTpm',
  'unauthorizedHostKey',
  'unauthorizedActiveDirectory',
  'unauthorizedUnknown',
  'tpmError',
  'expired',
  'expiredClock',
  'transient',
  'transientNamed',
  'notConfigured',
  'notConfiguredLocal',
  'notConfiguredNoUrls',
  'featureMissing',
  'featureRestartPending',
  'unknownNeverAttempted',
  'clientNotRead',
  'statusMissing',
  'unreadable',
  'otherMachine',
  'contradictory',
  'silent',
  'faulty',
  'faultyNeverStored',
  'locked',
  'never',
] as const;
export type VerdictCode = (typeof VERDICT_CODES)[number];

/** The most characters of foreign text in a sentence; the snapshot has the rest. */
const MAX_FOREIGN_CHARS = 300;

/** All parameters are always present, so that a text may use any of them in any language. */
export type VerdictParams = {
  /** `no` if the host does not know how many shielded VMs it has. */
  vmsKnown: 'yes' | 'no';
  vms: number;
  failing: number;
  /** The number of checks: the documented ones that HGS judges in this mode, and any other that is named. */
  checks: number;
  /** `one` if HGS judges only one documented check in this mode, so that the number means nothing. */
  judged: 'several' | 'one';
  /** The failing checks by name. */
  named: string;
  /** The last known status of a host whose state is Silent. */
  lastState: string;
  offsetSeconds: number;
  disagreeing: number;
  risks: number;
  /** The status as the host sent it, even if unknown. */
  status: string;
  /** Why the host could not read its HGS client, in its own words. */
  reason: string;
};

export type Verdict = { code: VerdictCode; params: VerdictParams };

export type VerdictInput = {
  state: State;
  reporting: Reporting;
  /** Nothing that it sends is accepted until a person unlocks it. */
  locked: boolean;
  judgement: Judgement | null;
  hgsClient: HgsClientReading | null;
  shieldedVms: number | null;
  clockOffsetSeconds: number | null;
  /** Whether the host has the HostGuardian feature; null if it does not say. */
  feature: FeatureState | null;
  /** The number of checks without objection whose evidence disagrees. */
  disagreeing: number;
  /** The number of reasons why a passing host may not pass tomorrow. */
  risks: number;
};

export function verdict(input: VerdictInput): Verdict {
  return {
    code: input.state === 'Silent' ? silentCode(input) : CODES[input.state](input),
    params: paramsOf(input),
  };
}

function silentCode({ reporting, locked, judgement }: VerdictInput): VerdictCode {
  if (locked) return 'locked';
  if (reporting === 'faulty') return judgement === null ? 'faultyNeverStored' : 'faulty';
  return reporting === 'never' || judgement === null ? 'never' : 'silent';
}

const UNAUTHORIZED: Readonly<Record<AttestationMode, VerdictCode>> = {
  Tpm: 'unauthorizedTpm',
  HostKey: 'unauthorizedHostKey',
  ActiveDirectory: 'unauthorizedActiveDirectory',
  Unknown: 'unauthorizedUnknown',
};

const CODES: Readonly<Record<Exclude<State, 'Silent'>, (input: VerdictInput) => VerdictCode>> = {
  Passed: ({ disagreeing, risks }) => {
    if (disagreeing > 0) return 'passedDisagrees';
    return risks > 0 ? 'passedAtRisk' : 'passed';
  },
  InsecureHostConfiguration: (input) => (hasFailing(input) ? 'insecure' : 'insecureUnnamed'),
  UnauthorizedHost: ({ hgsClient }) => UNAUTHORIZED[hgsClient?.mode ?? 'Unknown'],
  TpmError: () => 'tpmError',
  Expired: ({ clockOffsetSeconds: offset }) =>
    offset !== null && isClockOff(offset) ? 'expiredClock' : 'expired',
  TransientError: (input) => (hasFailing(input) ? 'transientNamed' : 'transient'),
  NotConfigured: notConfiguredCode,
  Unknown: unknownCode,
};

/** A status that was not read, one that was not sent, and a word unknown to HGS need three different remedies. */
function unknownCode({ judgement, hgsClient }: VerdictInput): VerdictCode {
  if (judgement !== null && isOfOtherMachine(judgement)) return 'otherMachine';
  if (judgement?.contradictory) return 'contradictory';
  if (judgement?.attestationStatus === 'Unknown') return 'unknownNeverAttempted';
  if (hgsClient?.readError) return 'clientNotRead';
  return hgsClient?.attestationStatusRaw === null ? 'statusMissing' : 'unreadable';
}

function notConfiguredCode({ judgement, hgsClient, feature }: VerdictInput): VerdictCode {
  if (hgsClient?.present === false || judgement?.causes.includes('HostGuardianFeatureMissing'))
    // A feature that waits for its restart is not installed again.
    return feature === 'pending' ? 'featureRestartPending' : 'featureMissing';
  if (hgsClient?.clientMode === 'Local') return 'notConfiguredLocal';
  const hasUrls = hgsClient?.attestationServerUrl && hgsClient.keyProtectionServerUrl;
  return hasUrls ? 'notConfigured' : 'notConfiguredNoUrls';
}

function hasFailing({ judgement }: VerdictInput): boolean {
  return judgement !== null && judgement.failingChecks.length > 0;
}

function paramsOf(input: VerdictInput): VerdictParams {
  const { judgement, hgsClient, shieldedVms, clockOffsetSeconds, disagreeing, risks } = input;
  const failing = judgement?.failingChecks ?? [];
  const mode = hgsClient?.mode ?? 'Unknown';
  const judged = DOCUMENTED_CHECKS.filter((check) => canApply(check, mode));
  return {
    vmsKnown: shieldedVms === null ? 'no' : 'yes',
    vms: shieldedVms ?? 0,
    failing: failing.length,
    checks: new Set([...judged, ...failing]).size,
    judged: judged.length > 1 ? 'several' : 'one',
    named: failing.join(', '),
    lastState: judgement?.state ?? '',
    offsetSeconds: Math.round(Math.abs(clockOffsetSeconds ?? 0)),
    disagreeing,
    risks,
    status: shortened(hgsClient?.attestationStatusRaw ?? ''),
    reason: shortened(hgsClient?.readError ?? ''),
  };
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > MAX_FOREIGN_CHARS ? `${characters.slice(0, MAX_FOREIGN_CHARS).join('')}…` : text;
}
