import {
  type FactName,
  type FactReadings,
  type FactValue,
  factValue,
  type UnreadFact,
  unreadFacts,
} from '@/lib/domain/facts';
import { type Check, type DocumentedCheck, isDocumentedCheck } from '@/lib/domain/vocabulary';

/**
 * One fact that the host says, beside what Microsoft documents HGS to require. Labels are the names that
 * Windows uses, never prose. `required` null: shown for information, decides nothing. `agrees` null: the host
 * did not say it, or its value cannot settle the matter.
 */
export type EvidenceLine = {
  label: string;
  seen: string | null;
  /** `seen` is null because the host said that it has no such value. If this is absent, null means unknown. */
  absent?: true;
  /** Set if `seen` is a time: the same time by this server's clock, and when the host said it. */
  moment?: { at: string; toldAt: string };
  required: string | null;
  agrees: boolean | null;
};

/** What the snapshot says about its host besides the facts. */
export type EvidenceHost = { firmwareVersion: string | null };

export type Evidence = {
  lines: EvidenceLine[];
  agrees: boolean | null;
  /** Facts that the lines would need and that the host could not read. */
  unread: UnreadFact[];
};

/** Evidence explains a check and never overrides it. */
export function evidenceFor(check: Check, facts: FactReadings, host: EvidenceHost): Evidence {
  if (!isDocumentedCheck(check)) return { lines: [], agrees: null, unread: [] };
  const { restsOn, lines: read } = RULES[check];
  const lines = withAbsent(read(facts, host), restsOn, facts);
  return { lines, agrees: agreementOf(lines), unread: unreadFacts(facts, restsOn) };
}

/** False if any line disagrees; null if a required value is unknown; otherwise what the lines say. */
export function agreementOf(lines: readonly Pick<EvidenceLine, 'required' | 'agrees'>[]): boolean | null {
  if (lines.some((line) => line.agrees === false)) return false;
  if (lines.some((line) => line.required !== null && line.agrees === null)) return null;
  return lines.some((line) => line.agrees === true) ? true : null;
}

type Rule = {
  /** The facts that the rule reads. */
  restsOn: readonly FactName[];
  lines: (facts: FactReadings, host: EvidenceHost) => EvidenceLine[];
};

const RULES: Readonly<Record<DocumentedCheck, Rule>> = {
  SecureBoot: { restsOn: ['secureBoot'], lines: secureBoot },
  SecureBootSettings: { restsOn: ['hardware', 'secureBoot'], lines: secureBootSettings },
  TcgLogVerification: { restsOn: ['tpm'], lines: tcgLog },
  FullBoot: { restsOn: ['boot'], lines: fullBoot },
  CodeIntegrityPolicy: { restsOn: ['deviceGuard', 'codeIntegrity'], lines: codeIntegrityPolicy },
  HypervisorEnforcedCodeIntegrityPolicy: { restsOn: ['deviceGuard'], lines: hypervisorEnforced },
  VirtualSecureMode: { restsOn: ['deviceGuard', 'hostGuardianFeature'], lines: virtualSecureMode },
  Iommu: { restsOn: ['deviceGuard'], lines: iommu },
  BitLocker: { restsOn: ['bitLocker'], lines: bitLocker },
  PagefileEncryption: { restsOn: ['pagefile'], lines: pagefile },
  HibernationEnabled: { restsOn: ['hibernation'], lines: hibernation },
  DumpsEnabled: { restsOn: ['dumps'], lines: (facts) => dumpsOff(factValue(facts, 'dumps')) },
  DumpEncryption: { restsOn: ['dumps'], lines: (facts) => dumpEncryption(factValue(facts, 'dumps')) },
  DumpEncryptionKey: { restsOn: ['dumps'], lines: (facts) => dumpEncryptionKey(factValue(facts, 'dumps')) },
};

/** Facts whose values all come from the registry. If the registry could not be read, the whole fact failed. */
const REGISTRY_FACTS: readonly FactName[] = ['pagefile', 'hibernation', 'dumps'];

function withAbsent(
  lines: EvidenceLine[],
  restsOn: readonly FactName[],
  facts: FactReadings,
): EvidenceLine[] {
  const isRegistryRead = restsOn.every(
    (name) => REGISTRY_FACTS.includes(name) && facts[name].status === 'ok',
  );
  return isRegistryRead ? lines.map(orAbsent) : lines;
}

/** A registry value that was read and does not exist. */
export function orAbsent(registryLine: EvidenceLine): EvidenceLine {
  return registryLine.seen === null ? { ...registryLine, absent: true } : registryLine;
}

function secureBoot(facts: FactReadings): EvidenceLine[] {
  const fact = factValue(facts, 'secureBoot');
  const firmware = fact?.uefi === false ? [line('FirmwareType', 'Legacy', 'UEFI', false)] : [];
  const enabled = fact?.enabled ?? null;
  return [...firmware, line('Confirm-SecureBootUEFI', shown(enabled), 'True', enabled)];
}

/** Bits as in Windows' documentation. */
export const shownBits = (bits: number | boolean | null | undefined) =>
  typeof bits === 'number' ? `0x${bits.toString(16).toUpperCase()}` : shown(bits);

/** The host cannot know whether its measured boot matches a baseline of HGS. */
function secureBootSettings(facts: FactReadings, host: EvidenceHost): EvidenceLine[] {
  const fact = factValue(facts, 'secureBoot');
  const hardware = factValue(facts, 'hardware');
  return [
    seenOnly('FirmwareVersion', hardware?.firmwareVersion ?? host.firmwareVersion),
    seenOnly('FirmwareDate', hardware?.firmwareDate),
    seenOnly('UEFICA2023Status', fact?.uefiCa2023Status),
    seenOnly('AvailableUpdates', shownBits(fact?.updateAvailable)),
    seenOnly('WindowsUEFICA2023Capable', shown(fact?.uefiCa2023Capable)),
    seenOnly('UEFICA2023Error', fact?.error),
  ].filter((candidate) => candidate.seen !== null);
}

/** A TPM that is missing or not ready explains the check, but a ready one does not prove the log. */
function tcgLog(facts: FactReadings): EvidenceLine[] {
  const tpm = factValue(facts, 'tpm');
  const disproves = (flag: boolean | null | undefined) => (flag === false ? false : null);
  return [
    line('TpmPresent', shown(tpm?.present), 'True', disproves(tpm?.present)),
    line('TpmReady', shown(tpm?.ready), 'True', disproves(tpm?.ready)),
    ...(tpm?.restartPending === true ? [seenOnly('RestartPending', 'True')] : []),
  ];
}

function fullBoot(facts: FactReadings): EvidenceLine[] {
  const boot = factValue(facts, 'boot');
  const bootType = boot?.bootType ?? null;
  const lines = [line('BootType', shown(bootType), '0', isEqual(bootType, 0))];
  const resumedAt = timeOf(boot?.resumedAt);
  // Both times are by the host's own clock, so its offset does not matter.
  const bootedAt = timeOf(boot?.lastBootAt);
  if (resumedAt === null) return lines;
  const resumedSince = bootedAt === null || resumedAt < bootedAt ? null : false;
  return [...lines, line('ResumedAt', shown(boot?.resumedAt), null, resumedSince)];
}

/** HGS may still not know a policy in force, so such a policy never proves the check. */
function codeIntegrityPolicy(facts: FactReadings): EvidenceLine[] {
  const status = factValue(facts, 'deviceGuard')?.codeIntegrityPolicyEnforcementStatus ?? null;
  const policies = factValue(facts, 'codeIntegrity')?.policies ?? [];
  return [
    line('CodeIntegrityPolicyEnforcementStatus', shown(status), '1, 2', status === 0 ? false : null),
    ...policies.map((policy) => seenOnly(policy.path ?? 'SHA256', policy.sha256)),
  ];
}

function hypervisorEnforced(facts: FactReadings): EvidenceLine[] {
  const guard = factValue(facts, 'deviceGuard');
  return [
    contains('SecurityServicesRunning', guard?.securityServicesRunning, 2),
    seenOnly('SecurityServicesConfigured', shown(guard?.securityServicesConfigured)),
  ];
}

function virtualSecureMode(facts: FactReadings): EvidenceLine[] {
  const guard = factValue(facts, 'deviceGuard');
  const status = guard?.virtualizationBasedSecurityStatus ?? null;
  const feature = factValue(facts, 'hostGuardianFeature')?.installState;
  return [
    line('VirtualizationBasedSecurityStatus', shown(status), '2', isEqual(status, 2)),
    platformFeatures(guard),
    seenOnly('HostGuardian', feature),
  ];
}

/** VBS does not start if it requires a feature that the platform lacks. Once it runs, the matter is settled. */
function platformFeatures(guard: FactValue<'deviceGuard'> | null): EvidenceLine {
  const { availableSecurityProperties: available = null, requiredSecurityProperties: required = null } =
    guard ?? {};
  if (required === null || guard?.virtualizationBasedSecurityStatus === 2)
    return seenOnly('AvailableSecurityProperties', shown(available));
  const agrees = available === null ? null : required.every((property) => available.includes(property));
  return line('AvailableSecurityProperties', shown(available), shown(required), agrees);
}

function iommu(facts: FactReadings): EvidenceLine[] {
  const guard = factValue(facts, 'deviceGuard');
  return [
    contains('AvailableSecurityProperties', guard?.availableSecurityProperties, 3),
    contains('RequiredSecurityProperties', guard?.requiredSecurityProperties, 3),
  ];
}

/** The numbers of the cmdlet's enumerations, for JSON that has them instead of the words. */
const PROTECTION_STATUS = new Map([
  ['0', 'Off'],
  ['1', 'On'],
]);
const VOLUME_STATUS = new Map([
  ['0', 'FullyDecrypted'],
  ['1', 'FullyEncrypted'],
  ['2', 'EncryptionInProgress'],
  ['3', 'DecryptionInProgress'],
  ['4', 'EncryptionPaused'],
  ['5', 'DecryptionPaused'],
]);

function bitLocker(facts: FactReadings): EvidenceLine[] {
  const volume = factValue(facts, 'bitLocker');
  const status = wordOf(VOLUME_STATUS, volume?.volumeStatus);
  const protection = wordOf(PROTECTION_STATUS, volume?.protectionStatus);
  return [
    // FullyEncryptedWipeInProgress counts too: only free space is still being wiped.
    line(
      'VolumeStatus',
      status,
      'FullyEncrypted',
      isKnownWord(status, (word) => word.startsWith('fullyencrypted')),
    ),
    line(
      'ProtectionStatus',
      protection,
      'On',
      isKnownWord(protection, (word) => word === 'on'),
    ),
    seenOnly('EncryptionPercentage', shown(volume?.encryptionPercentage)),
    seenOnly('KeyProtector', shown(volume?.keyProtectorTypes)),
  ];
}

function pagefile(facts: FactReadings): EvidenceLine[] {
  const fact = factValue(facts, 'pagefile');
  const policy = fact?.encryptPagingFilePolicy ?? null;
  const guarded = fact?.encryptPagingFileGuardedHosts ?? null;
  return [
    line('NtfsEncryptPagingFile', shown(fact?.encryptPagingFile), '1', isPagefileEncrypted(fact)),
    ...(policy === null ? [] : [seenOnly('Policies\\NtfsEncryptPagingFile', shown(policy))]),
    ...(guarded === null ? [] : [seenOnly('NtfsEncryptPagingFileForGuardedHosts', shown(guarded))]),
  ];
}

/** Null if a policy and the setting differ: Microsoft does not document which one wins. */
function isPagefileEncrypted(fact: FactValue<'pagefile'> | null): boolean | null {
  if (fact === null || fact.encryptPagingFile === null) return null;
  const isOn = fact.encryptPagingFile !== 0;
  const policy = fact.encryptPagingFilePolicy;
  return policy === null || (policy !== 0) === isOn ? isOn : null;
}

function hibernation(facts: FactReadings): EvidenceLine[] {
  const fact = factValue(facts, 'hibernation');
  const enabled = fact?.hibernateEnabled ?? null;
  const forcedOff = [fact?.forceHibernateDisabledGuardedHost, fact?.forceHibernateDisabledPolicy].some(
    isNonZero,
  );
  // It is not documented well enough what forces hibernation off to let it outweigh a setting that turns it on.
  const isOff = enabled === 0 ? true : enabled === null || forcedOff ? null : false;
  return [
    line('HibernateEnabled', shown(enabled), '0', isOff),
    seenOnly('ForceHibernateDisabled\\GuardedHost', shown(fact?.forceHibernateDisabledGuardedHost)),
    seenOnly('ForceHibernateDisabled\\Policy', shown(fact?.forceHibernateDisabledPolicy)),
  ];
}

type Dumps = FactValue<'dumps'> | null;

/** Null if the switch that HGS reads is not set but no dump is configured either. */
function areDumpsOff(dumps: Dumps): boolean | null {
  const forced = dumps?.forceDumpsDisabledGuardedHost ?? null;
  const crash = dumps?.crashDumpEnabled ?? null;
  if (isNonZero(forced)) return true;
  return isNonZero(crash) ? false : null;
}

function dumpsOff(dumps: Dumps): EvidenceLine[] {
  return [
    line(
      'ForceDumpsDisabled\\GuardedHost',
      shown(dumps?.forceDumpsDisabledGuardedHost),
      '1',
      areDumpsOff(dumps),
    ),
    seenOnly('CrashDumpEnabled', shown(dumps?.crashDumpEnabled)),
  ];
}

/** HGS does not require encryption if dumps are off. */
function dumpEncryption(dumps: Dumps): EvidenceLine[] {
  const enabled = dumps?.dumpEncryptionEnabled ?? null;
  const isOff = areDumpsOff(dumps) === true;
  const agrees = isOff ? true : enabled === null ? null : enabled === 1;
  return [
    line('DumpEncryptionEnabled', shown(enabled), '1', agrees),
    seenOnly('ForceDumpsDisabled\\GuardedHost', shown(dumps?.forceDumpsDisabledGuardedHost)),
  ];
}

/** The host cannot know which keys HGS knows, but it does know if encryption is on without any key. */
function dumpEncryptionKey(dumps: Dumps): EvidenceLine[] {
  const isKeyMissing = dumps !== null && dumps.keyThumbprint === null && dumps.keySha256 === null;
  const isEncrypting = dumps?.dumpEncryptionEnabled === 1 && areDumpsOff(dumps) === false;
  return [
    seenOnly('DumpEncryptionEnabled', shown(dumps?.dumpEncryptionEnabled)),
    line('Thumbprint', shown(dumps?.keyThumbprint), null, isKeyMissing && isEncrypting ? false : null),
    seenOnly('SHA256(PublicKey)', shown(dumps?.keySha256)),
  ];
}

export function line(
  label: string,
  seen: string | null,
  required: string | null,
  agrees: boolean | null,
): EvidenceLine {
  return { label, seen, required, agrees };
}

function seenOnly(label: string, seen: string | null | undefined): EvidenceLine {
  return line(label, seen ?? null, null, null);
}

function contains(label: string, list: number[] | null | undefined, member: number): EvidenceLine {
  return line(label, shown(list), String(member), list?.includes(member) ?? null);
}

function isKnownWord(seen: string | null, isRight: (lower: string) => boolean): boolean | null {
  const lower = seen?.toLowerCase() ?? 'unknown';
  return lower === 'unknown' ? null : isRight(lower);
}

function wordOf(words: ReadonlyMap<string, string>, raw: string | null | undefined): string | null {
  return raw === null || raw === undefined ? null : (words.get(raw) ?? raw);
}

function isEqual(seen: number | null, required: number): boolean | null {
  return seen === null ? null : seen === required;
}

function isNonZero(value: number | null | undefined): boolean {
  return typeof value === 'number' && value !== 0;
}

function timeOf(text: string | null | undefined): number | null {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? null : time;
}

/** The format in which PowerShell prints a value. */
function shown(
  value: boolean | number | string | readonly (number | string)[] | null | undefined,
): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return Array.isArray(value) ? `{${value.join(', ')}}` : String(value);
}
