import { memberOf } from '@/lib/util/guards';

/** The eight words of HGS, in the order of every list, legend and facet. */
export const ATTESTATION_STATUSES = [
  'Passed',
  'InsecureHostConfiguration',
  'UnauthorizedHost',
  'TpmError',
  'Expired',
  'TransientError',
  'NotConfigured',
  'Unknown',
] as const;
export type AttestationStatus = (typeof ATTESTATION_STATUSES)[number];
export const isAttestationStatus = memberOf(ATTESTATION_STATUSES);

export const STATUS_CODES: Readonly<Record<AttestationStatus, number>> = {
  Passed: 100,
  InsecureHostConfiguration: 303,
  UnauthorizedHost: 301,
  TpmError: 302,
  Expired: 200,
  TransientError: 300,
  NotConfigured: 0,
  Unknown: 1,
};

export const STATUS_BY_CODE: ReadonlyMap<number, AttestationStatus> = new Map(
  ATTESTATION_STATUSES.map((status) => [STATUS_CODES[status], status]),
);

/** A host's state: the judged status, or `Silent` if nothing is verified. */
export const STATES = [...ATTESTATION_STATUSES, 'Silent'] as const;
export type State = (typeof STATES)[number];
export const isState = memberOf(STATES);
/** The worst state comes first, and Passed last. */
/** A silent host is not known to fail. */
export const NOT_FAILING = ['Passed', 'Silent'] as const satisfies readonly State[];
const isOfNotFailing = memberOf(NOT_FAILING);
export const isFailingState = (state: State): boolean => !isOfNotFailing(state);

export const STATE_ORDER: readonly State[] = [...STATES.filter((state) => state !== 'Passed'), 'Passed'];

/** What a snapshot alone can be judged as; silence depends on time. */
export type JudgedState = AttestationStatus;

export const REPORTING = ['onTime', 'late', 'silent', 'faulty', 'never'] as const;
export type Reporting = (typeof REPORTING)[number];
export const isReporting = memberOf(REPORTING);

export const ATTESTATION_MODES = ['Tpm', 'HostKey', 'ActiveDirectory', 'Unknown'] as const;
export type AttestationMode = (typeof ATTESTATION_MODES)[number];
export const isAttestationMode = memberOf(ATTESTATION_MODES);

/** HGS does not judge in the other modes how a host was started. */
export const isBootMeasured = (mode: AttestationMode): boolean => mode === 'Tpm' || mode === 'Unknown';

export const CLIENT_MODES = ['HostGuardianService', 'Local', 'Unknown'] as const;
export type ClientMode = (typeof CLIENT_MODES)[number];

export const COMPLIANCE = ['compliant', 'excepted', 'nonCompliant', 'unverified'] as const;
export type Compliance = (typeof COMPLIANCE)[number];

export const CHECK_RESULTS = ['failing', 'ok', 'notEvaluated', 'notApplicable'] as const;
export type CheckResult = (typeof CHECK_RESULTS)[number];

export const EXCEPTION_KINDS = ['none', 'acknowledged', 'excepted', 'ended'] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];
export const isExceptionKind = memberOf(EXCEPTION_KINDS);

export const PREREQUISITES = [
  'agentReporting',
  'hostGuardianFeature',
  'hgsClientConfigured',
  'modernTls',
  'clockInSync',
] as const;
export type Prerequisite = (typeof PREREQUISITES)[number];

/** Causes that are neither a check nor a status. */
export const SPECIAL_CAUSES = [
  'OtherMachine',
  'ContradictoryEvidence',
  'HostGuardianFeatureMissing',
  'UnreadableStatus',
] as const;
export const isSpecialCause = memberOf(SPECIAL_CAUSES);

/** HGS's word for "no substatus". */
export const NO_INFORMATION = 'NoInformation';

export const CHECK_GROUPS = ['bootIntegrity', 'codeIntegrity', 'isolation', 'dataAtRest'] as const;
export type CheckGroup = (typeof CHECK_GROUPS)[number];

/**
 * The checks in the order of lists; those that Microsoft documents have a group. `mask` is the bit in a
 * numeric AttestationSubstatus: Microsoft documents the first three. The others follow from the position of
 * each name and are not proven, which is why a check decoded from here is `inferred`.
 */
export const CHECKS = {
  SecureBoot: { group: 'bootIntegrity', mask: 0x1n },
  SecureBootSettings: { group: 'bootIntegrity', mask: 0x200n },
  TcgLogVerification: { group: 'bootIntegrity', mask: 0x80n },
  FullBoot: { group: 'bootIntegrity', mask: 0x8n },
  CodeIntegrityPolicy: { group: 'codeIntegrity', mask: 0x4n },
  HypervisorEnforcedCodeIntegrityPolicy: { group: 'codeIntegrity', mask: 0x2000n },
  VirtualSecureMode: { group: 'isolation', mask: 0x100n },
  Iommu: { group: 'isolation', mask: 0x800n },
  BitLocker: { group: 'dataAtRest', mask: 0x400n },
  PagefileEncryption: { group: 'dataAtRest', mask: 0x1000n },
  HibernationEnabled: { group: 'dataAtRest', mask: 0x8000n },
  DumpsEnabled: { group: 'dataAtRest', mask: 0x10000n },
  DumpEncryption: { group: 'dataAtRest', mask: 0x20000n },
  DumpEncryptionKey: { group: 'dataAtRest', mask: 0x40000n },
  // Seen from HGS but missing from Microsoft's list of substatuses.
  DebugMode: { mask: 0x2n },
  HostUnreachable: { mask: 0x10n },
  ServiceUnavailable: { mask: 0x20n },
  AuthenticationFailure: { mask: 0x40n },
  UnsupportedHardware: { mask: 0x4000n },
} as const satisfies Record<string, { group?: CheckGroup; mask: bigint }>;

export type KnownCheck = keyof typeof CHECKS;
export const KNOWN_CHECKS = Object.keys(CHECKS) as KnownCheck[];
export const isKnownCheck = memberOf(KNOWN_CHECKS);

export type DocumentedCheck = {
  [Name in KnownCheck]: (typeof CHECKS)[Name] extends { group: CheckGroup } ? Name : never;
}[KnownCheck];
export const DOCUMENTED_CHECKS = KNOWN_CHECKS.filter(
  (check): check is DocumentedCheck => 'group' in CHECKS[check],
);
export const isDocumentedCheck = memberOf(DOCUMENTED_CHECKS);

/** Any name that HGS printed: unknown ones are kept, so a check is any text. */
export type Check = string;

/** Statuses that make a host not able without a check that explains it. */
export const STATUS_CAUSES = ATTESTATION_STATUSES.filter(
  (status) => status !== 'Passed' && status !== 'InsecureHostConfiguration',
);
export const KNOWN_CAUSES = [...KNOWN_CHECKS, ...STATUS_CAUSES, ...SPECIAL_CAUSES] as const;

/** A check, a status or a special cause; any text, like a check. */
export type Cause = string;

const CHECK_POSITION: ReadonlyMap<string, number> = new Map(
  KNOWN_CHECKS.map((check, index) => [check, index]),
);

/** Vocabulary order first, then unknown names by code unit: the same on every machine and locale. */
export function compareChecks(a: Check, b: Check): number {
  const byPosition =
    (CHECK_POSITION.get(a) ?? KNOWN_CHECKS.length) - (CHECK_POSITION.get(b) ?? KNOWN_CHECKS.length);
  if (byPosition !== 0) return byPosition;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
