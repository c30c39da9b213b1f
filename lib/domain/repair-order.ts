import { compareChecks, type KnownCheck } from '@/lib/domain/vocabulary';

/**
 * The order in which failing checks are repaired. First what lets HGS judge at all, then what the firmware holds, since
 * BitLocker would ask for its recovery key after a later change of it; then what Windows holds, all of which one
 * restart ends; last what is measured at that restart. The TPM baseline is taken when nothing changes any more.
 */
const REPAIR_ORDER: readonly KnownCheck[] = [
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
  'BitLocker',
  'PagefileEncryption',
  'HibernationEnabled',
  'DumpsEnabled',
  'DumpEncryption',
  'DumpEncryptionKey',
  'FullBoot',
  'TcgLogVerification',
  'SecureBootSettings',
];

const POSITION: ReadonlyMap<string, number> = new Map(REPAIR_ORDER.map((check, index) => [check, index]));
/** A name that nobody knows comes before what depends on all others. */
const UNKNOWN = REPAIR_ORDER.indexOf('FullBoot') - 0.5;

const position = (check: string) => POSITION.get(check) ?? UNKNOWN;

/** What is repaired first comes first. */
export const compareRepair = (a: string, b: string): number =>
  position(a) - position(b) || compareChecks(a, b);

/** The checks in the order in which to repair them. */
export const inRepairOrder = (checks: readonly string[]): string[] => checks.toSorted(compareRepair);
