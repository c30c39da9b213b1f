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

/** What keeps HGS from judging at all, then what the firmware holds, and what of Windows comes before the rest of it. */
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

/** What is measured at a restart, then what a host needs besides. */
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
 * The order in which all that can be wrong with a host is repaired, in plans as well. First what keeps HGS from judging at all,
 * then what the firmware holds, since BitLocker would ask for its recovery key after a later change of it; then what Windows
 * holds, all of which one restart ends: a check without a place of its own, in the order of lists; then what is measured at that
 * restart, and what a host needs besides. The TPM baseline is taken when nothing changes any more.
 */
export const REPAIR_ORDER: readonly Name[] = [
  ...FIRST,
  ...DOCUMENTED_CHECKS.filter((check) => !hasPlace(check)),
  ...LAST,
];

const POSITION: ReadonlyMap<string, number> = new Map(REPAIR_ORDER.map((name, index) => [name, index]));
/** A name that nobody knows comes before what depends on all others. */
const UNKNOWN = REPAIR_ORDER.indexOf('FullBoot') - 0.5;

const position = (name: string) => POSITION.get(name) ?? UNKNOWN;

/** What is repaired first comes first. */
export const compareRepair = (a: string, b: string): number =>
  position(a) - position(b) || compareChecks(a, b);

/** Checks, causes or names of entries in the order in which to repair them. */
export const inRepairOrder = (names: readonly string[]): string[] => names.toSorted(compareRepair);
