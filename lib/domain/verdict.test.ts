import { describe, expect, test } from 'vitest';
import { readFacts } from '@/lib/domain/facts';
import { judgeSnapshot, stateOf } from '@/lib/domain/judge';
import { readHgsClient } from '@/lib/domain/read-hgs-client';
import { type VerdictInput, verdict } from '@/lib/domain/verdict';
import type { Reporting } from '@/lib/domain/vocabulary';

type Given = { client?: unknown; reporting?: Reporting } & Partial<VerdictInput>;
function verdictOf({ client, reporting = 'onTime', ...rest }: Given) {
  const hgsClient = client === undefined ? null : readHgsClient(client);
  const judgement = hgsClient && judgeSnapshot(hgsClient, readFacts({}));
  const state = stateOf(judgement?.state ?? null, reporting);
  return verdict({
    state,
    reporting,
    locked: false,
    judgement,
    hgsClient,
    shieldedVms: 6,
    clockOffsetSeconds: 0,
    feature: null,
    disagreeing: 0,
    risks: 0,
    ...rest,
  });
}
const urls = {
  mode: 'HostGuardianService',
  attestationServerUrl: 'http://a',
  keyProtectionServerUrl: 'http://k',
};

describe('verdict', () => {
  test.each<[string, Given]>([
    ['passed', { client: { attestationStatus: 'Passed' } }],
    ['passedDisagrees', { client: { attestationStatus: 'Passed' }, disagreeing: 1, risks: 2 }],
    ['passedAtRisk', { client: { attestationStatus: 'Passed' }, risks: 2 }],
    [
      'insecure',
      { client: { attestationStatus: 'InsecureHostConfiguration', attestationSubstatus: 'BitLocker' } },
    ],
    ['insecureUnnamed', { client: { attestationStatus: 'InsecureHostConfiguration' } }],
    [
      'unauthorizedTpm',
      { client: { attestationStatus: 'UnauthorizedHost', attestationOperationMode: 'Tpm' } },
    ],
    [
      'unauthorizedHostKey',
      { client: { attestationStatus: 'UnauthorizedHost', attestationOperationMode: 'HostKey' } },
    ],
    [
      'unauthorizedActiveDirectory',
      { client: { attestationStatus: 'UnauthorizedHost', attestationOperationMode: 'AD' } },
    ],
    ['unauthorizedUnknown', { client: { attestationStatus: 'UnauthorizedHost' } }],
    ['tpmError', { client: { attestationStatus: 'TpmError' } }],
    ['expired', { client: { attestationStatus: 'Expired' }, clockOffsetSeconds: null }],
    ['expiredClock', { client: { attestationStatus: 'Expired' }, clockOffsetSeconds: -900 }],
    ['transient', { client: { attestationStatus: 'TransientError' } }],
    [
      'transientNamed',
      { client: { attestationStatus: 'TransientError', attestationSubstatus: 'HostUnreachable' } },
    ],
    ['notConfigured', { client: { attestationStatus: 'NotConfigured', ...urls } }],
    ['notConfiguredLocal', { client: { attestationStatus: 'NotConfigured', mode: 'Local' } }],
    [
      'notConfiguredNoUrls',
      { client: { attestationStatus: 'NotConfigured', ...urls, keyProtectionServerUrl: null } },
    ],
    ['featureMissing', { client: null }],
    ['featureMissing', { client: null, feature: 'missing' }],
    ['featureRestartPending', { client: null, feature: 'pending' }],
    ['unknownNeverAttempted', { client: { attestationStatus: 'Unknown' } }],
    ['unreadable', { client: { attestationStatus: 'Bestanden' } }],
    ['clientNotRead', { client: { attestationStatus: null, readError: 'Accès refusé.' } }],
    ['unreadable', { client: { attestationStatus: 'Bestanden', readError: 'Accès refusé.' } }],
    ['statusMissing', { client: { attestationStatus: null, readError: ' ' } }],
    ['statusMissing', { client: {} }],
    ['contradictory', { client: { attestationStatus: 'Passed', isHostGuarded: false } }],
    ['silent', { client: { attestationStatus: 'Passed' }, reporting: 'silent' }],
    ['faulty', { client: { attestationStatus: 'Passed' }, reporting: 'faulty' }],
    ['faultyNeverStored', { reporting: 'faulty' }],
    ['never', { reporting: 'never' }],
  ])('%s', (code, given) => {
    expect(verdictOf(given).code).toBe(code);
  });

  test('carries the numbers its text is made of', () => {
    const client = {
      attestationStatus: 'InsecureHostConfiguration',
      attestationSubstatus: 'QuantumBoot, BitLocker',
    };
    expect(verdictOf({ client, clockOffsetSeconds: -900.4 }).params).toEqual({
      vmsKnown: 'yes',
      vms: 6,
      failing: 2,
      checks: 15,
      judged: 'several',
      named: 'BitLocker, QuantumBoot',
      lastState: 'InsecureHostConfiguration',
      offsetSeconds: 900,
      disagreeing: 0,
      risks: 0,
      status: 'InsecureHostConfiguration',
      reason: '',
    });
  });

  test.each(['HostKey', 'AD'])('counts one check where HGS judges one: %s', (attestationOperationMode) => {
    const client = {
      attestationStatus: 'InsecureHostConfiguration',
      attestationOperationMode,
      attestationSubstatus: 'VirtualSecureMode',
    };
    expect(verdictOf({ client }).params).toMatchObject({ failing: 1, checks: 1, judged: 'one' });
    const other = { ...client, attestationSubstatus: 'VirtualSecureMode, Iommu' };
    expect(verdictOf({ client: other }).params).toMatchObject({ failing: 2, checks: 2, judged: 'one' });
  });

  test('says why the client could not be read, and no more of it than a sentence holds', () => {
    const reasonOf = (readError: unknown) => verdictOf({ client: { readError } }).params.reason;
    expect(reasonOf('Accès refusé.')).toBe('Accès refusé.');
    expect(reasonOf('\u{1f6ab}'.repeat(5000))).toBe(`${'\u{1f6ab}'.repeat(300)}…`);
    expect(reasonOf({ toString: 1 })).toBe('');
  });

  test('a status that was sent counts, whatever could not be read beside it', () => {
    const client = { attestationStatus: 'Passed', readError: 'Accès refusé.' };
    expect(verdictOf({ client })).toMatchObject({ code: 'passed', params: { reason: '' } });
  });

  test('unknown VMs are not none', () => {
    expect(verdictOf({ client: null, shieldedVms: null }).params.vmsKnown).toBe('no');
    expect(verdictOf({ client: null, shieldedVms: 0 }).params).toMatchObject({ vmsKnown: 'yes', vms: 0 });
  });

  test('the last state of a silent host is the one that was judged', () => {
    expect(
      verdictOf({ client: { attestationStatus: 'Passed', isHostGuarded: false }, reporting: 'silent' }).params
        .lastState,
    ).toBe('Unknown');
  });
});
