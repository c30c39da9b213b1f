import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHgsClient } from '@/lib/domain/read-hgs-client';
import {
  ATTESTATION_STATUSES,
  CHECKS,
  isKnownCheck,
  KNOWN_CHECKS,
  NO_INFORMATION,
  STATUS_CODES,
} from '@/lib/domain/vocabulary';

/** The object of a 2016 host in TPM mode (hgs samples, 01), as the agent sends it. */
const passed = {
  isHostGuarded: true,
  mode: 'HostGuardianService',
  keyProtectionServerUrl: 'http://hgsservice.hgs.com/KeyProtection',
  attestationServerUrl: 'http://hgsservice.hgs.com/Attestation',
  attestationOperationMode: 'Tpm',
  attestationStatus: 'Passed',
  attestationStatusCode: 100,
  attestationSubstatus: 'NoInformation',
  attestationSubstatusCode: '0',
};
const namesOf = (attestationSubstatus: unknown, attestationSubstatusCode?: unknown) =>
  readHgsClient({ attestationSubstatus, attestationSubstatusCode }).checks.map((check) => check.name);

describe('readHgsClient', () => {
  test('reads what a 2016 host sends', () => {
    expect(readHgsClient(passed)).toEqual({
      present: true,
      attestationStatus: 'Passed',
      attestationStatusRaw: 'Passed',
      statusCode: 100,
      checks: [],
      mode: 'Tpm',
      clientMode: 'HostGuardianService',
      isHostGuarded: true,
      attestationServerUrl: 'http://hgsservice.hgs.com/Attestation',
      keyProtectionServerUrl: 'http://hgsservice.hgs.com/KeyProtection',
      fallbackAttestationServerUrls: [],
      fallbackKeyProtectionServerUrls: [],
      isFallbackInUse: null,
      readError: null,
      contradictions: [],
    });
  });

  test('reads the fallback of a 2019 host, one address or several', () => {
    const reading = readHgsClient({
      ...passed,
      fallbackAttestationServerUrl: 'http://dr.fab.example/Attestation',
      fallbackKeyProtectionServerUrl: ['http://a/KeyProtection', '', 'http://b/KeyProtection'],
      isFallbackInUse: 'True',
    });
    expect(reading.fallbackAttestationServerUrls).toEqual(['http://dr.fab.example/Attestation']);
    expect(reading.fallbackKeyProtectionServerUrls).toEqual([
      'http://a/KeyProtection',
      'http://b/KeyProtection',
    ]);
    expect(reading.isFallbackInUse).toBe(true);
  });

  test('null alone means that the host has no HGS client', () => {
    expect(readHgsClient(null).present).toBe(false);
    for (const raw of [undefined, {}, [], 'Passed', 100, true]) {
      expect(readHgsClient(raw)).toMatchObject({ present: true, attestationStatus: null });
    }
  });

  test('field names match in any case', () => {
    expect(readHgsClient({ ATTESTATIONSTATUS: 'Expired', AttestationSubStatus: 'BitLocker' })).toMatchObject({
      attestationStatus: 'Expired',
      checks: [{ name: 'BitLocker' }],
    });
  });
});

describe('status', () => {
  test.each([
    ['by name', 'Passed', undefined, 'Passed', null],
    ['by name in another case', ' passed ', undefined, 'Passed', null],
    ['by name in words', 'Insecure Host Configuration', undefined, 'InsecureHostConfiguration', null],
    ['by code', undefined, 303, 'InsecureHostConfiguration', 303],
    ['by code as text', null, '303', 'InsecureHostConfiguration', 303],
    ['a blank name leaves it to the code', '', 200, 'Expired', 200],
    ['a code in the place of the name', 301, undefined, 'UnauthorizedHost', 301],
    ['0 is NotConfigured, not missing', undefined, 0, 'NotConfigured', 0],
    ['an unknown name is not saved by its code', 'Bestanden', 100, null, 100],
    ['an object is no name, and its code only compares', {}, 100, null, 100],
    ['an unknown code', undefined, 999, null, 999],
    ['nothing', undefined, undefined, null, null],
    ['a negative code', undefined, -1, null, null],
  ])('%s', (_name, attestationStatus, attestationStatusCode, status, statusCode) => {
    expect(readHgsClient({ attestationStatus, attestationStatusCode })).toMatchObject({
      attestationStatus: status,
      statusCode,
    });
  });

  test('the word that could not be read is kept', () => {
    expect(readHgsClient({ attestationStatus: 'Bestanden' }).attestationStatusRaw).toBe('Bestanden');
    expect(readHgsClient({ attestationStatusCode: 999 }).attestationStatusRaw).toBe('999');
  });
});

describe('modes', () => {
  test.each([
    ['Tpm', 'Tpm'],
    ['TPM', 'Tpm'],
    ['AD', 'ActiveDirectory'],
    ['activedirectory', 'ActiveDirectory'],
    ['Active Directory', 'ActiveDirectory'],
    ['HostKey', 'HostKey'],
    [1, 'Tpm'],
    [2, 'ActiveDirectory'],
    ['Quantum', 'Unknown'],
    [null, 'Unknown'],
  ])('attestation mode %s is %s', (attestationOperationMode, mode) => {
    expect(readHgsClient({ attestationOperationMode }).mode).toBe(mode);
  });

  test.each([
    ['HostGuardianService', 'HostGuardianService'],
    ['Secure Hosting Service Mode', 'HostGuardianService'],
    [2, 'HostGuardianService'],
    ['Local', 'Local'],
    ['Local Mode', 'Local'],
    [1, 'Local'],
    [0, 'Unknown'],
    [undefined, 'Unknown'],
  ])('client mode %s is %s', (mode, clientMode) => {
    expect(readHgsClient({ mode }).clientMode).toBe(clientMode);
  });
});

describe('substatus', () => {
  test.each<[string, unknown, string[]]>([
    ['one name', 'BitLocker', ['BitLocker']],
    ['the wire example', 'SecureBootSettings, BitLocker', ['SecureBootSettings', 'BitLocker']],
    [
      'other separators',
      'Iommu; FullBoot|DebugMode\tBitLocker\nSecureBoot',
      ['SecureBoot', 'FullBoot', 'Iommu', 'BitLocker', 'DebugMode'],
    ],
    ['inner punctuation', '{Iommu/FullBoot}+SecureBoot', ['SecureBoot', 'FullBoot', 'Iommu']],
    ['no separator', 'IommuVirtualSecureMode', ['VirtualSecureMode', 'Iommu']],
    [
      'no separator, longest first',
      'SecureBootSettingsSecureBootDumpEncryptionKeyDumpEncryption',
      ['SecureBoot', 'SecureBootSettings', 'DumpEncryption', 'DumpEncryptionKey'],
    ],
    [
      'a name inside a name',
      'HypervisorEnforcedCodeIntegrityPolicy',
      ['HypervisorEnforcedCodeIntegrityPolicy'],
    ],
    ['any case', 'bitlocker SECUREBOOT', ['SecureBoot', 'BitLocker']],
    ['an array', ['Iommu', 'BitLocker, FullBoot'], ['FullBoot', 'Iommu', 'BitLocker']],
    [
      'an array as Windows PowerShell may write it',
      { value: ['Iommu', 'BitLocker'], Count: 2 },
      ['Iommu', 'BitLocker'],
    ],
    ['repeated', 'BitLocker, bitlocker', ['BitLocker']],
    ['NoInformation', 'NoInformation', []],
    ['NoInformation beside a name', 'NoInformation, BitLocker', ['BitLocker']],
    ['zero', 0, []],
    ['zero as text', '0', []],
    ['blank', '  ', []],
    ['an empty array', [], []],
    ['null', null, []],
    ['an unrecognised name', 'QuantumBoot', ['QuantumBoot']],
    ['unrecognised beside known', 'BitLocker, QuantumBoot', ['BitLocker', 'QuantumBoot']],
    ['a token that is not wholly known names', 'BitLockerQuantum', ['BitLockerQuantum']],
    ['an unrecognised name with punctuation', 'Quantum-Boot.v2', ['Quantum-Boot.v2']],
    ['letters of another alphabet', 'Démarrage', ['Démarrage']],
    ['markup is a name like any other', '<script>alert(1)</script>', ['<script>alert(1)</script>']],
    ['question marks are not nothing', '???', ['???']],
    ['a separator alone', 'BitLocker - FullBoot', ['FullBoot', 'BitLocker']],
    ['a negative number is kept', -1, ['-1']],
    ['more than 64 bits is kept', '18446744073709551616', ['18446744073709551616']],
  ])('%s', (_name, raw, expected) => {
    expect(namesOf(raw)).toEqual(expected);
  });

  test.each<[string, unknown, string[]]>([
    ['a number', 1536, ['SecureBootSettings', 'BitLocker']],
    ['a number as text', '1536', ['SecureBootSettings', 'BitLocker']],
    ['hexadecimal', '0x600', ['SecureBootSettings', 'BitLocker']],
    ['an undecodable bit', 0x80000, ['0x80000']],
    ['known and undecodable bits', 0x180400, ['BitLocker', '0x100000', '0x80000']],
    ['the highest bit of 64', '9223372036854775808', ['0x8000000000000000']],
  ])('%s is decoded and marked inferred', (_name, raw, expected) => {
    for (const { checks } of [
      readHgsClient({ attestationSubstatus: raw }),
      readHgsClient({ attestationSubstatusCode: raw }),
      readHgsClient({ attestationSubstatus: '', attestationSubstatusCode: raw }),
    ]) {
      expect(checks.map((check) => check.name)).toEqual(expected);
      expect(checks.every((check) => check.inferred)).toBe(true);
      expect(checks.every((check) => check.recognised === isKnownCheck(check.name))).toBe(true);
    }
  });

  test('with names present the code adds nothing', () => {
    expect(namesOf('BitLocker', 1536)).toEqual(['BitLocker']);
    expect(readHgsClient({ attestationSubstatus: ['BitLocker', 1024] }).checks).toEqual([
      { name: 'BitLocker', inferred: false, recognised: true },
    ]);
  });
});

describe('contradictions', () => {
  test.each([
    ['another status code', { attestationStatusCode: 303 }, ['statusCode']],
    ['a code that is no number', { attestationStatusCode: {} }, ['statusCode']],
    ['not guarded', { isHostGuarded: false }, ['notGuarded']],
    ['not guarded, as text', { isHostGuarded: 'False' }, ['notGuarded']],
    ['local mode', { mode: 'Local' }, ['localMode']],
    ['a named check', { attestationSubstatus: 'BitLocker' }, ['namedCheck']],
    ['an unrecognised check', { attestationSubstatus: 'QuantumBoot' }, ['namedCheck']],
    ['a substatus code', { attestationSubstatusCode: 1024 }, ['substatusCode']],
    [
      'a substatus code alone',
      { attestationSubstatus: null, attestationSubstatusCode: 1024 },
      ['namedCheck'],
    ],
    ['nothing', {}, []],
    ['unknown is not false', { isHostGuarded: null, mode: null, attestationStatusCode: null }, []],
  ])('Passed beside %s', (_name, changes, expected) => {
    expect(readHgsClient({ ...passed, ...changes }).contradictions).toEqual(expected);
  });

  test('only Passed can be contradicted by checks', () => {
    const failing = { ...passed, attestationStatus: 'InsecureHostConfiguration', attestationStatusCode: 303 };
    expect(
      readHgsClient({ ...failing, isHostGuarded: false, attestationSubstatus: 'BitLocker' }).contradictions,
    ).toEqual([]);
  });
});

describe('properties', () => {
  test('parsing never throws, whatever the value', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
    });
    fc.assert(
      fc.property(anything, anything, (raw, member) => {
        readHgsClient(raw);
        const fields = [
          'attestationStatus',
          'attestationStatusCode',
          'attestationSubstatus',
          'attestationSubstatusCode',
          'mode',
          'isHostGuarded',
          'fallbackAttestationServerUrl',
        ];
        for (const field of fields) readHgsClient({ ...passed, [field]: member });
      }),
    );
  });

  test('getters are never run, and circles end', () => {
    const circle: unknown[] = ['BitLocker'];
    circle.push(circle, circle);
    expect(namesOf(circle)).toEqual(['BitLocker']);
    const hostile = Object.defineProperty({}, 'attestationStatus', {
      enumerable: true,
      get: () => {
        throw new Error('run');
      },
    });
    expect(readHgsClient(hostile).attestationStatus).toBeNull();
  });

  const unknownName = fc
    .stringMatching(/^[A-Z][A-Za-z0-9]{0,20}$/)
    .filter((name) => !isMadeOfKnownNames(name));
  const separator = fc.constantFrom(', ', ',', ';', ' | ', ' ', '\t', '\r\n', ' , ');

  test('no name is ever lost, known or not, under any separator, in text or in a list', () => {
    const name = fc.oneof(fc.constantFrom(...KNOWN_CHECKS), unknownName);
    fc.assert(
      fc.property(fc.uniqueArray(name), separator, (names, between) => {
        expect(new Set(namesOf(names.join(between)))).toEqual(new Set(names));
        expect(new Set(namesOf(names))).toEqual(new Set(names));
      }),
    );
  });

  test('no known name is ever lost without a separator, in any order and case', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...KNOWN_CHECKS)),
        fc.func(fc.boolean()),
        (names, isUpper) => {
          const glued = [...names.join('')]
            .map((c, i) => (isUpper(i) ? c.toUpperCase() : c.toLowerCase()))
            .join('');
          expect(new Set(namesOf(glued))).toEqual(new Set(names));
        },
      ),
    );
  });

  test('no letter or digit of any text is ever lost', () => {
    const letters = (text: string) => [...text.toLowerCase()].filter((c) => /[\p{L}\p{N}]/u.test(c)).join('');
    // Digits alone are numbers, and NoInformation is no name; both have tests of their own.
    const text = fc
      .string({ unit: 'grapheme' })
      .filter((t) => !/^[\d.x\s]*$/i.test(t) && !/noinformation|(^|\s)0/i.test(t));
    fc.assert(
      fc.property(text, (raw) => {
        const kept = namesOf(raw).map(letters).join('');
        for (const letter of new Set(letters(raw))) expect(kept).toContain(letter);
      }),
    );
  });

  test('every number is decoded without a bit lost', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 0xffff_ffff_ffff_ffffn), (mask) => {
        const bits = namesOf(mask.toString()).map((name) =>
          isKnownCheck(name) ? CHECKS[name].mask : BigInt(name),
        );
        expect(bits.reduce((all, bit) => all | bit, 0n)).toBe(mask);
      }),
    );
  });

  test('a status reads the same by name and by code', () => {
    for (const status of ATTESTATION_STATUSES) {
      expect(readHgsClient({ attestationStatus: status }).attestationStatus).toBe(status);
      expect(readHgsClient({ attestationStatusCode: STATUS_CODES[status] }).attestationStatus).toBe(status);
    }
  });

  test('unrecognised names hold nothing that a store refuses', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        for (const name of namesOf(raw)) expect(name).not.toMatch(/\0|\p{Surrogate}/u);
      }),
    );
    expect(namesOf('Bad\uD800Name')).toEqual(['Bad\uFFFDName']);
  });
});

function isMadeOfKnownNames(name: string): boolean {
  const words = [...KNOWN_CHECKS, NO_INFORMATION].join('|');
  return new RegExp(`^(${words})+$`, 'i').test(name);
}
