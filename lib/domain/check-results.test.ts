import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CheckResultsInput, checkResults, evidenceHistory } from '@/lib/domain/check-results';
import { readFacts } from '@/lib/domain/facts';
import { judgeSnapshot } from '@/lib/domain/judge';
import { readHgsClient } from '@/lib/domain/read-hgs-client';
import {
  ATTESTATION_MODES,
  ATTESTATION_STATUSES,
  DOCUMENTED_CHECKS,
  KNOWN_CHECKS,
  REPORTING,
} from '@/lib/domain/vocabulary';

const minute = (minutes: number) => new Date(Date.UTC(2026, 10, 24, 9, minutes));
const encrypted = {
  bitLocker: { status: 'ok', value: { volumeStatus: 'FullyEncrypted', protectionStatus: 'On' } },
};
const decrypted = {
  bitLocker: { status: 'ok', value: { volumeStatus: 'FullyDecrypted', protectionStatus: 'Off' } },
};

type Given = { client: unknown; facts?: unknown } & Partial<Omit<CheckResultsInput, 'judgement' | 'facts'>>;
function rows({ client, facts, ...rest }: Given) {
  const reading = readHgsClient(client);
  const read = readFacts(facts);
  return checkResults({
    judgement: judgeSnapshot(reading, read),
    mode: reading.mode,
    reporting: 'onTime',
    facts: read,
    host: { firmwareVersion: null },
    bootedAt: null,
    ...rest,
  });
}
const row = (check: string, given: Given) => rows(given).find((candidate) => candidate.check === check);
const insecure = {
  attestationStatus: 'InsecureHostConfiguration',
  attestationSubstatus: 'BitLocker',
  attestationOperationMode: 'Tpm',
};
const passed = { attestationStatus: 'Passed', attestationOperationMode: 'Tpm' };

describe('result', () => {
  test.each<[string, Given, string, string | undefined]>([
    ['named', { client: insecure }, 'BitLocker', 'failing'],
    ['not named while insecure', { client: insecure }, 'Iommu', 'ok'],
    ['passed', { client: passed }, 'BitLocker', 'ok'],
    ['another status', { client: { attestationStatus: 'Expired' } }, 'BitLocker', 'notEvaluated'],
    [
      'named under another status',
      { client: { attestationStatus: 'TpmError', attestationSubstatus: 'TcgLogVerification' } },
      'TcgLogVerification',
      'failing',
    ],
    ['contradicted: not named', { client: { ...passed, isHostGuarded: false } }, 'BitLocker', 'notEvaluated'],
    [
      'contradicted: named',
      { client: { ...passed, attestationSubstatus: 'BitLocker' } },
      'BitLocker',
      'failing',
    ],
    ['no HGS client', { client: null }, 'BitLocker', 'notEvaluated'],
    [
      'host key mode',
      { client: { ...passed, attestationOperationMode: 'HostKey' } },
      'BitLocker',
      'notApplicable',
    ],
    [
      'host key mode, VBS',
      { client: { ...passed, attestationOperationMode: 'HostKey' } },
      'VirtualSecureMode',
      'ok',
    ],
    [
      'AD mode, another status',
      { client: { attestationStatus: 'UnauthorizedHost', attestationOperationMode: 'AD' } },
      'Iommu',
      'notApplicable',
    ],
    [
      'AD mode, VBS, another status',
      { client: { attestationStatus: 'UnauthorizedHost', attestationOperationMode: 'AD' } },
      'VirtualSecureMode',
      'notEvaluated',
    ],
    [
      'AD mode, named nevertheless',
      { client: { ...insecure, attestationOperationMode: 'AD' } },
      'BitLocker',
      'failing',
    ],
    ['silent', { client: insecure, reporting: 'silent' }, 'BitLocker', 'notEvaluated'],
    [
      'silent in host key mode',
      { client: { ...passed, attestationOperationMode: 'HostKey' }, reporting: 'silent' },
      'Iommu',
      'notEvaluated',
    ],
    ['faulty', { client: passed, reporting: 'faulty' }, 'BitLocker', 'notEvaluated'],
    ['late still reports', { client: insecure, reporting: 'late' }, 'BitLocker', 'failing'],
    [
      'an unrecognised name',
      { client: { ...insecure, attestationSubstatus: 'QuantumBoot' } },
      'QuantumBoot',
      'failing',
    ],
    ['an undocumented check only when named', { client: insecure }, 'DebugMode', undefined],
  ])('%s', (_name, given, check, expected) => {
    expect(row(check, given)?.result).toBe(expected);
  });

  test('a check decoded from a number says so', () => {
    expect(
      row('BitLocker', { client: { attestationStatusCode: 303, attestationSubstatusCode: 1024 } }),
    ).toMatchObject({ result: 'failing', inferred: true });
    expect(row('BitLocker', { client: insecure })?.inferred).toBe(false);
  });

  test('a host that was never judged has the fourteen, none evaluated', () => {
    const never = checkResults({
      judgement: null,
      mode: 'Unknown',
      reporting: 'never',
      facts: readFacts({}),
      host: { firmwareVersion: null },
      bootedAt: null,
    });
    expect(never.map((r) => r.check)).toEqual([...DOCUMENTED_CHECKS]);
    expect(new Set(never.map((r) => r.result))).toEqual(new Set(['notEvaluated']));
  });
});

describe('evidence', () => {
  test.each<[string, Given, boolean]>([
    ['no objection and the host agrees', { client: passed, facts: encrypted }, false],
    ['no objection and the host says otherwise', { client: passed, facts: decrypted }, true],
    ['no objection and no evidence', { client: passed }, false],
    ['failing and the host says so too', { client: insecure, facts: decrypted }, false],
    [
      'failing though the host looks right: nothing is claimed',
      { client: insecure, facts: encrypted },
      false,
    ],
    ['silent', { client: passed, facts: decrypted, reporting: 'silent' }, false],
  ])('disagrees: %s', (_name, given, expected) => {
    expect(row('BitLocker', given)?.evidenceDisagrees).toBe(expected);
  });

  const fixedAfterBoot = { BitLocker: { firstRightAt: minute(10), wrongBefore: true } };
  test.each<[string, Given, boolean]>([
    [
      'put right after the last boot',
      { client: insecure, facts: encrypted, bootedAt: minute(0), history: fixedAfterBoot },
      true,
    ],
    [
      'put right before the last boot',
      { client: insecure, facts: encrypted, bootedAt: minute(20), history: fixedAfterBoot },
      false,
    ],
    [
      'never seen wrong',
      {
        client: insecure,
        facts: encrypted,
        bootedAt: minute(0),
        history: { BitLocker: { firstRightAt: minute(10), wrongBefore: false } },
      },
      false,
    ],
    [
      'still wrong',
      { client: insecure, facts: decrypted, bootedAt: minute(0), history: fixedAfterBoot },
      false,
    ],
    [
      'not failing',
      { client: passed, facts: encrypted, bootedAt: minute(0), history: fixedAfterBoot },
      false,
    ],
    [
      'boot time unknown',
      { client: insecure, facts: encrypted, bootedAt: null, history: fixedAfterBoot },
      false,
    ],
    ['no history', { client: insecure, facts: encrypted, bootedAt: minute(0) }, false],
  ])('restart pending: %s', (_name, given, expected) => {
    expect(row('BitLocker', given)?.restartPending).toBe(expected);
  });

  test.each<[string, (boolean | null)[], { firstRightAt: Date | null; wrongBefore: boolean }]>([
    ['nothing seen', [], { firstRightAt: null, wrongBefore: false }],
    ['always right', [true, true], { firstRightAt: minute(0), wrongBefore: false }],
    ['put right', [false, true, true], { firstRightAt: minute(1), wrongBefore: true }],
    [
      'put right, with a gap in what was seen',
      [false, true, null, true],
      { firstRightAt: minute(1), wrongBefore: true },
    ],
    ['wrong again', [true, false], { firstRightAt: null, wrongBefore: true }],
    ['put right twice', [false, true, false, null, true], { firstRightAt: minute(4), wrongBefore: true }],
  ])('history: %s', (_name, seen, expected) => {
    expect(evidenceHistory(seen.map((agrees, index) => ({ observedAt: minute(index), agrees })))).toEqual(
      expected,
    );
  });
});

test('any snapshot gives the fourteen in order, then each other named check once', () => {
  const client = fc.record({
    attestationStatus: fc.constantFrom(...ATTESTATION_STATUSES),
    attestationOperationMode: fc.constantFrom(...ATTESTATION_MODES),
    attestationSubstatus: fc.subarray([...KNOWN_CHECKS, 'QuantumBoot', '__proto__', 'constructor']),
  });
  fc.assert(
    fc.property(client, fc.constantFrom(...REPORTING), (raw, reporting) => {
      const result = rows({ client: raw, reporting, bootedAt: minute(0), history: {} });
      const reports = reporting === 'onTime' || reporting === 'late';
      const others = raw.attestationSubstatus.filter(
        (check) => !(DOCUMENTED_CHECKS as readonly string[]).includes(check),
      );
      expect(result.slice(0, 14).map((r) => r.check)).toEqual([...DOCUMENTED_CHECKS]);
      expect(new Set(result.slice(14).map((r) => r.check))).toEqual(new Set(reports ? others : []));
      const failing = result.filter((r) => r.result === 'failing').map((r) => r.check);
      expect(new Set(failing)).toEqual(new Set(reports ? raw.attestationSubstatus : []));
    }),
  );
});
