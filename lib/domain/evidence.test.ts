import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreementOf, type EvidenceLine, evidenceFor } from '@/lib/domain/evidence';
import { readFacts } from '@/lib/domain/facts';
import { DOCUMENTED_CHECKS, type DocumentedCheck, KNOWN_CHECKS } from '@/lib/domain/vocabulary';

const host = { firmwareVersion: null };
const evidence = (check: string, facts: Record<string, unknown>) => {
  const raw = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, { status: 'ok', value }]),
  );
  return evidenceFor(check, readFacts(raw), host);
};

describe('evidenceFor', () => {
  test.each<[DocumentedCheck, string, Record<string, unknown>, boolean | null]>([
    ['SecureBoot', 'on', { secureBoot: { enabled: true, uefi: true } }, true],
    ['SecureBoot', 'off', { secureBoot: { enabled: false, uefi: true } }, false],
    ['SecureBoot', 'a BIOS machine', { secureBoot: { enabled: null, uefi: false } }, false],
    ['SecureBoot', 'unknown', { secureBoot: { enabled: null } }, null],
    [
      'SecureBootSettings',
      'never known on the host',
      { secureBoot: { enabled: true }, hardware: { firmwareVersion: '2.19.1' } },
      null,
    ],
    ['TcgLogVerification', 'a ready TPM proves nothing', { tpm: { present: true, ready: true } }, null],
    ['TcgLogVerification', 'no TPM explains it', { tpm: { present: false, ready: false } }, false],
    ['FullBoot', 'cold', { boot: { bootType: 0 } }, true],
    ['FullBoot', 'fast start', { boot: { bootType: 1 } }, false],
    [
      'FullBoot',
      'resumed since',
      { boot: { bootType: 0, lastBootAt: '2026-11-24T05:00:00Z', resumedAt: '2026-11-24T06:00:00Z' } },
      false,
    ],
    [
      'FullBoot',
      'resumed before',
      { boot: { bootType: 0, lastBootAt: '2026-11-24T05:00:00Z', resumedAt: '2026-11-23T06:00:00Z' } },
      true,
    ],
    [
      'CodeIntegrityPolicy',
      'a policy in force may be unknown to HGS',
      { deviceGuard: { codeIntegrityPolicyEnforcementStatus: 2 } },
      null,
    ],
    [
      'CodeIntegrityPolicy',
      'none in force',
      { deviceGuard: { codeIntegrityPolicyEnforcementStatus: 0 } },
      false,
    ],
    [
      'HypervisorEnforcedCodeIntegrityPolicy',
      'running',
      { deviceGuard: { securityServicesRunning: [1, 2] } },
      true,
    ],
    [
      'HypervisorEnforcedCodeIntegrityPolicy',
      'configured only',
      { deviceGuard: { securityServicesRunning: [1], securityServicesConfigured: [1, 2] } },
      false,
    ],
    ['VirtualSecureMode', 'running', { deviceGuard: { virtualizationBasedSecurityStatus: 2 } }, true],
    [
      'VirtualSecureMode',
      'enabled, not running',
      { deviceGuard: { virtualizationBasedSecurityStatus: 1 } },
      false,
    ],
    [
      'VirtualSecureMode',
      'running, whatever is required',
      {
        deviceGuard: {
          virtualizationBasedSecurityStatus: 2,
          requiredSecurityProperties: [1, 3],
          availableSecurityProperties: [1, 2],
        },
      },
      true,
    ],
    [
      'Iommu',
      'there and required',
      { deviceGuard: { availableSecurityProperties: [1, 2, 3], requiredSecurityProperties: [1, 3] } },
      true,
    ],
    [
      'Iommu',
      'there, not required',
      { deviceGuard: { availableSecurityProperties: [1, 2, 3], requiredSecurityProperties: [1] } },
      false,
    ],
    [
      'Iommu',
      'half known',
      { deviceGuard: { availableSecurityProperties: [3], requiredSecurityProperties: null } },
      null,
    ],
    [
      'BitLocker',
      'encrypted and on',
      { bitLocker: { volumeStatus: 'FullyEncrypted', protectionStatus: 'On' } },
      true,
    ],
    ['BitLocker', 'as numbers', { bitLocker: { volumeStatus: 1, protectionStatus: 1 } }, true],
    [
      'BitLocker',
      'suspended',
      { bitLocker: { volumeStatus: 'FullyEncrypted', protectionStatus: 'Off' } },
      false,
    ],
    [
      'BitLocker',
      'decrypted',
      { bitLocker: { volumeStatus: 'FullyDecrypted', protectionStatus: 'Off' } },
      false,
    ],
    [
      'BitLocker',
      'locked: protection unknown',
      { bitLocker: { volumeStatus: null, protectionStatus: 'Unknown' } },
      null,
    ],
    ['PagefileEncryption', 'on', { pagefile: { encryptPagingFile: 1 } }, true],
    [
      'PagefileEncryption',
      'off',
      { pagefile: { encryptPagingFile: 0, encryptPagingFileGuardedHosts: 1 } },
      false,
    ],
    [
      'PagefileEncryption',
      'on by setting, off by policy',
      { pagefile: { encryptPagingFile: 1, encryptPagingFilePolicy: 0 } },
      null,
    ],
    ['PagefileEncryption', 'not set', { pagefile: { encryptPagingFile: null } }, null],
    ['HibernationEnabled', 'off', { hibernation: { hibernateEnabled: 0 } }, true],
    ['HibernationEnabled', 'on', { hibernation: { hibernateEnabled: 1 } }, false],
    [
      'HibernationEnabled',
      'on, but something forces it off',
      { hibernation: { hibernateEnabled: 1, forceHibernateDisabledGuardedHost: 1 } },
      null,
    ],
    [
      'DumpsEnabled',
      'forced off',
      { dumps: { crashDumpEnabled: 7, forceDumpsDisabledGuardedHost: 1 } },
      true,
    ],
    ['DumpsEnabled', 'on', { dumps: { crashDumpEnabled: 7, forceDumpsDisabledGuardedHost: 0 } }, false],
    [
      'DumpsEnabled',
      'off, but not by the switch HGS reads',
      { dumps: { crashDumpEnabled: 0, forceDumpsDisabledGuardedHost: null } },
      null,
    ],
    ['DumpEncryption', 'encrypted', { dumps: { crashDumpEnabled: 7, dumpEncryptionEnabled: 1 } }, true],
    ['DumpEncryption', 'plain', { dumps: { crashDumpEnabled: 7, dumpEncryptionEnabled: 0 } }, false],
    [
      'DumpEncryption',
      'no dumps to encrypt',
      { dumps: { forceDumpsDisabledGuardedHost: 1, dumpEncryptionEnabled: 0 } },
      true,
    ],
    [
      'DumpEncryptionKey',
      'a key may be unknown to HGS',
      { dumps: { crashDumpEnabled: 7, dumpEncryptionEnabled: 1, keyThumbprint: '9C41' } },
      null,
    ],
    [
      'DumpEncryptionKey',
      'encryption without a key',
      { dumps: { crashDumpEnabled: 7, dumpEncryptionEnabled: 1 } },
      false,
    ],
  ])('%s: %s', (check, _name, facts, agrees) => {
    expect(evidence(check, facts).agrees).toBe(agrees);
  });

  test('without facts no check is agreed with or contradicted', () => {
    for (const check of KNOWN_CHECKS) expect(evidence(check, {}).agrees).toBeNull();
    expect(evidence('QuantumBoot', {})).toEqual({ lines: [], agrees: null, unread: [] });
    expect(evidence('toString', {}).lines).toEqual([]);
  });

  test('shows what was seen beside what is required', () => {
    expect(
      evidence('BitLocker', {
        bitLocker: { volumeStatus: 'FullyDecrypted', protectionStatus: 0, keyProtectorTypes: 'Tpm' },
      }).lines,
    ).toEqual([
      { label: 'VolumeStatus', seen: 'FullyDecrypted', required: 'FullyEncrypted', agrees: false },
      { label: 'ProtectionStatus', seen: 'Off', required: 'On', agrees: false },
      { label: 'EncryptionPercentage', seen: null, required: null, agrees: null },
      { label: 'KeyProtector', seen: '{Tpm}', required: null, agrees: null },
    ]);
  });

  test('a registry value that is not there is absent; one that could not be read is not known', () => {
    const pagefileLines = (pagefile: unknown) =>
      evidenceFor('PagefileEncryption', readFacts({ pagefile }), host).lines;
    const notKnown = { label: 'NtfsEncryptPagingFile', seen: null, required: '1', agrees: null };
    const read = { status: 'ok', value: { encryptPagingFile: null } };
    expect(pagefileLines(read)).toEqual([{ ...notKnown, absent: true }]);
    expect(pagefileLines({ status: 'failed', reason: 'Accès refusé.' })).toEqual([notKnown]);
    expect(pagefileLines(undefined)).toEqual([notKnown]);
  });

  test('firmware is told from the snapshot where the fact is missing', () => {
    expect(evidenceFor('SecureBootSettings', readFacts({}), { firmwareVersion: '2.19.1' }).lines).toEqual([
      { label: 'FirmwareVersion', seen: '2.19.1', required: null, agrees: null },
    ]);
  });

  test('what was not seen never agrees or disagrees, whatever the facts', () => {
    const fact = fc.record({ status: fc.constant('ok'), value: fc.anything() });
    const facts = fc.dictionary(fc.constantFrom(...Object.keys(readFacts({}))), fact);
    fc.assert(
      fc.property(facts, fc.constantFrom(...DOCUMENTED_CHECKS), (raw, check) => {
        for (const { label, seen, agrees } of evidenceFor(check, readFacts(raw), host).lines) {
          // The key that encryption lacks, and encryption that no dump needs, are told by other lines.
          if (
            seen === null &&
            !['Thumbprint', 'DumpEncryptionEnabled', 'ForceDumpsDisabled\\GuardedHost'].includes(label)
          ) {
            expect(agrees).toBeNull();
          }
        }
      }),
    );
  });
});

describe('what could not be read', () => {
  const unreadOf = (check: string, raw: unknown) => evidenceFor(check, readFacts(raw), host).unread;
  const denied = { status: 'failed', reason: 'Accès refusé.' };

  test.each(DOCUMENTED_CHECKS)('is told beside %s for every fact that its rule reads', (check) => {
    const names = Object.keys(readFacts({}));
    const facts = readFacts(Object.fromEntries(names.map((name) => [name, denied])));
    const read = new Set<unknown>();
    const watched = new Proxy(facts, {
      get: (target, name) => {
        read.add(name);
        return Reflect.get(target, name);
      },
    });
    const { unread } = evidenceFor(check, watched, host);
    expect(new Set(unread.map(({ fact }) => fact))).toEqual(read);
    for (const { fact, ...rest } of unread) expect(rest, fact).toEqual(denied);
    expect(unread.length).toBeGreaterThan(0);
  });

  test('is neither what was never sent nor what nobody documented', () => {
    expect(unreadOf('BitLocker', {})).toEqual([]);
    expect(unreadOf('BitLocker', { bitLocker: null, tpm: denied })).toEqual([]);
    expect(unreadOf('Quantum', { bitLocker: denied })).toEqual([]);
  });

  test.each([
    [{ status: 'unavailable', reason: ' ' }, 'unavailable'],
    [{ status: 'ok', value: 'C:' }, 'failed'],
    [{ status: 'on fire' }, 'failed'],
  ])('has no reason where none was given: %j', (bitLocker, status) => {
    expect(unreadOf('BitLocker', { bitLocker })).toEqual([{ fact: 'bitLocker', status, reason: null }]);
  });
});

describe('agreementOf', () => {
  const line = (required: string | null, agrees: boolean | null): EvidenceLine => ({
    label: 'x',
    seen: null,
    required,
    agrees,
  });
  test.each([
    ['nothing', [], null],
    ['right', [line('1', true)], true],
    ['right, and something told', [line('1', true), line(null, null)], true],
    ['right, and something required unknown', [line('1', true), line('1', null)], null],
    ['one wrong outweighs', [line('1', null), line('1', true), line('1', false)], false],
    ['only told', [line(null, null)], null],
  ])('%s', (_name, lines, expected) => {
    expect(agreementOf(lines)).toBe(expected);
  });

  describe('what virtualisation-based security requires of the platform', () => {
    const required = (guard: Record<string, unknown>) =>
      evidenceFor(
        'VirtualSecureMode',
        readFacts({
          deviceGuard: { status: 'ok', value: { virtualizationBasedSecurityStatus: 1, ...guard } },
        }),
        { firmwareVersion: null },
      ).lines.find(({ label }) => label === 'AvailableSecurityProperties');

    test.each<[string, Record<string, unknown>, Partial<EvidenceLine>]>([
      [
        'a feature that the platform lacks',
        { requiredSecurityProperties: [1, 3], availableSecurityProperties: [1, 2, 5] },
        { seen: '{1, 2, 5}', required: '{1, 3}', agrees: false },
      ],
      [
        'all there',
        { requiredSecurityProperties: [1, 2], availableSecurityProperties: [1, 2, 3] },
        { seen: '{1, 2, 3}', required: '{1, 2}', agrees: true },
      ],
      [
        'nothing known of what is required',
        { availableSecurityProperties: [1] },
        { seen: '{1}', required: null, agrees: null },
      ],
      [
        'nothing known of the platform',
        { requiredSecurityProperties: [1] },
        { seen: null, required: '{1}', agrees: null },
      ],
    ])('%s', (_name, guard, expected) => expect(required(guard)).toMatchObject(expected));
  });
});
