import type { Risk } from '@/lib/domain/risk';
import {
  type AttestationStatus,
  compareChecks,
  DOCUMENTED_CHECKS,
  type KnownCheck,
  type Prerequisite,
  type SPECIAL_CAUSES,
} from '@/lib/domain/vocabulary';

type Name = AttestationStatus | (typeof SPECIAL_CAUSES)[number] | KnownCheck | Prerequisite | Risk;

/** Causes that keep HGS from judging at all, then those in the firmware, then the first ones in Windows. */
const FIRST: readonly Name[] = [
  'OtherMachine',
  'ContradictoryEvidence',
  'UnreadableStatus',
  'Unknown',
  'NotConfigured',
  'TransientError',
  'Expired',
  'HostGuardianFeatureMissing',
  'UnauthorizedHost',
  'TpmError',
  'InsecureHostConfiguration',
  'HostUnreachable',
  'ServiceUnavailable',
  'AuthenticationFailure',
  'UnsupportedHardware',
  'SecureBoot',
  'Iommu',
  'VirtualSecureMode',
  'HypervisorEnforcedCodeIntegrityPolicy',
  'CodeIntegrityPolicy',
  'DebugMode',
];

/** Causes measured at a restart, then what a host needs besides. */
const LAST: readonly Name[] = [
  'FullBoot',
  'TcgLogVerification',
  'agentReporting',
  'hostGuardianFeature',
  'hostGuardianRestartPending',
  'hgsClientConfigured',
  'modernTls',
  'clockInSync',
  'fallbackInUse',
  'secureBootUpdatePending',
  'secureBootWaitsForKek',
  'secureBootFirmware',
  'secureBootRestartPending',
  'SecureBootSettings',
];

const hasPlace = (check: Name) => FIRST.includes(check) || LAST.includes(check);

/**
 * The order in which all causes of a host are repaired, also in plans. First those that keep HGS from judging
 * at all; then those in the firmware, because BitLocker would ask for its recovery key after a later change
 * there; then those in Windows, which one restart ends together: checks without a place of their own, in the
 * order of lists; then those measured at that restart, and what a host needs besides. The TPM baseline is
 * taken last, when nothing changes any more.
 */
export const REPAIR_ORDER: readonly Name[] = [
  ...FIRST,
  ...DOCUMENTED_CHECKS.filter((check) => !hasPlace(check)),
  ...LAST,
];

const POSITION: ReadonlyMap<string, number> = new Map(REPAIR_ORDER.map((name, index) => [name, index]));
/** An unknown name comes before the causes that depend on all others. */
const UNKNOWN = REPAIR_ORDER.indexOf('FullBoot') - 0.5;

const position = (name: string) => POSITION.get(name) ?? UNKNOWN;

/** Sorts by the order of repair. */
export const compareRepair = (a: string, b: string): number =>
  position(a) - position(b) || compareChecks(a, b);

/** Checks, causes or names of entries in the order of repair. */
export const inRepairOrder = (names: readonly string[]): string[] => names.toSorted(compareRepair);
