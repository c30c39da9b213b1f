import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { complianceOf, countBy, rateOf } from '@/lib/domain/compliance';
import { readFacts } from '@/lib/domain/facts';
import { causesOf, isAble, judgeSnapshot, stateOf } from '@/lib/domain/judge';
import { readHgsClient } from '@/lib/domain/read-hgs-client';
import { isReportingNow } from '@/lib/domain/reporting';
import { ATTESTATION_STATUSES, COMPLIANCE, KNOWN_CHECKS, REPORTING, STATES } from '@/lib/domain/vocabulary';

const judge = (hgsClient: unknown, installState?: string) =>
  judgeSnapshot(
    readHgsClient(hgsClient),
    readFacts(
      installState === undefined ? {} : { hostGuardianFeature: { status: 'ok', value: { installState } } },
    ),
  );

describe('judgeSnapshot', () => {
  test('an uncontradicted Passed is able and has no cause', () => {
    expect(judge({ attestationStatus: 'Passed', isHostGuarded: true })).toEqual({
      attestationStatus: 'Passed',
      state: 'Passed',
      failingChecks: [],
      inferredChecks: [],
      causes: [],
      contradictory: false,
    });
  });

  test('no HGS client is NotConfigured for want of the feature, whatever the feature is said to be', () => {
    for (const installState of [undefined, 'Installed', 'Available']) {
      expect(judge(null, installState)).toMatchObject({
        attestationStatus: null,
        state: 'NotConfigured',
        causes: ['HostGuardianFeatureMissing'],
      });
    }
  });

  test('failing checks are the causes, in vocabulary order', () => {
    const judgement = judge({
      attestationStatus: 'InsecureHostConfiguration',
      attestationSubstatus: 'Quantum, BitLocker, SecureBootSettings',
    });
    expect(judgement.state).toBe('InsecureHostConfiguration');
    expect(judgement.failingChecks).toEqual(['SecureBootSettings', 'BitLocker', 'Quantum']);
    expect(judgement.causes).toEqual(judgement.failingChecks);
  });

  test('a check decoded from a number is marked inferred', () => {
    expect(judge({ attestationStatusCode: 303, attestationSubstatusCode: 1536 }).inferredChecks).toEqual([
      'SecureBootSettings',
      'BitLocker',
    ]);
  });

  test.each([
    [{ attestationStatus: 'Passed', attestationStatusCode: 303 }],
    [{ attestationStatus: 'Passed', isHostGuarded: false }],
    [{ attestationStatus: 'Passed', mode: 'Local' }],
    [{ attestationStatus: 'Passed', attestationSubstatus: 'BitLocker' }],
    [{ attestationStatusCode: 100, attestationSubstatusCode: '1024' }],
  ])('%o is contradictory, keeps the word of HGS, and is not able', (hgsClient) => {
    expect(judge(hgsClient)).toMatchObject({
      attestationStatus: 'Passed',
      state: 'Unknown',
      causes: ['ContradictoryEvidence'],
      contradictory: true,
    });
  });

  test.each([
    [
      'an unreadable status',
      { attestationStatus: 'Bestanden', attestationStatusCode: 100 },
      undefined,
      ['UnreadableStatus'],
    ],
    ['no status', {}, undefined, ['UnreadableStatus']],
    ['not an object', 'Passed', undefined, ['UnreadableStatus']],
    ['unreadable without the feature', {}, 'Available', ['UnreadableStatus']],
    ['Unknown, never attempted', { attestationStatus: 'Unknown' }, undefined, ['Unknown']],
    ['NotConfigured', { attestationStatus: 'NotConfigured' }, undefined, ['NotConfigured']],
    [
      'NotConfigured with the feature',
      { attestationStatus: 'NotConfigured' },
      'Installed',
      ['NotConfigured'],
    ],
    [
      'NotConfigured without the feature',
      { attestationStatus: 'NotConfigured' },
      'Available',
      ['HostGuardianFeatureMissing'],
    ],
    [
      'NotConfigured, feature turned off',
      { attestationStatus: 'NotConfigured' },
      'Disabled',
      ['HostGuardianFeatureMissing'],
    ],
    [
      'NotConfigured, feature waiting for a restart',
      { attestationStatus: 'NotConfigured' },
      'InstallPending',
      ['NotConfigured'],
    ],
    ...['UninstallPending', 'DisablePending'].map((word): [string, object, string, string[]] => [
      `NotConfigured, feature ${word}: the restart takes it away`,
      { attestationStatus: 'NotConfigured' },
      word,
      ['HostGuardianFeatureMissing'],
    ]),
    [
      'evidence never overrides another status',
      { attestationStatus: 'UnauthorizedHost' },
      'Available',
      ['UnauthorizedHost'],
    ],
    [
      'a check named under any status',
      { attestationStatus: 'TransientError', attestationSubstatus: 'HostUnreachable' },
      undefined,
      ['HostUnreachable'],
    ],
    [
      'insecure without a name',
      { attestationStatus: 'InsecureHostConfiguration' },
      undefined,
      ['InsecureHostConfiguration'],
    ],
  ])('%s', (_name, hgsClient, installState, causes) => {
    expect(judge(hgsClient, installState).causes).toEqual(causes);
  });
});

/** Snapshots as hosts may send them: sensible, contradictory, unreadable, hostile. */
const hgsClient = fc.oneof(
  fc.constant(null),
  fc.anything(),
  fc.record(
    {
      attestationStatus: fc.oneof(fc.constantFrom(...ATTESTATION_STATUSES), fc.string()),
      attestationStatusCode: fc.constantFrom(0, 1, 100, 200, 300, 301, 302, 303, 999, '100', null),
      attestationSubstatus: fc.oneof(
        fc.constantFrom('NoInformation', '', 0, null, 1536),
        fc.subarray([...KNOWN_CHECKS, 'Quantum']),
      ),
      isHostGuarded: fc.constantFrom(true, false, null),
      mode: fc.constantFrom('HostGuardianService', 'Local', null),
    },
    { requiredKeys: [] },
  ),
);
const host = fc
  .record({
    judgement: fc.option(fc.record({ raw: hgsClient, facts: fc.anything() }), { freq: 10 }),
    reporting: fc.constantFrom(...REPORTING),
    exceptedCauses: fc.subarray([
      ...KNOWN_CHECKS,
      ...ATTESTATION_STATUSES,
      'ContradictoryEvidence',
      'UnreadableStatus',
      'HostGuardianFeatureMissing',
    ]),
  })
  .map(({ judgement: sent, reporting, exceptedCauses }) => {
    const reading = readHgsClient(sent?.raw);
    const judgement = sent === null ? null : judgeSnapshot(reading, readFacts(sent.facts));
    const state = stateOf(judgement?.state ?? null, reporting);
    const causes = causesOf(judgement, reporting);
    return {
      reading,
      judgement,
      reporting,
      state,
      causes,
      compliance: complianceOf({ state, causes, exceptedCauses }),
    };
  });

describe('properties of any fleet', () => {
  test('the nine states and the four classes each sum to the number of hosts', () => {
    fc.assert(
      fc.property(fc.array(host), (hosts) => {
        const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
        expect(sum(countBy(STATES, hosts, (h) => h.state))).toBe(hosts.length);
        expect(sum(countBy(COMPLIANCE, hosts, (h) => h.compliance))).toBe(hosts.length);
        expect(sum(countBy(REPORTING, hosts, (h) => h.reporting))).toBe(hosts.length);
      }),
    );
  });

  test('nothing silent, faulty, never heard, unreadable or contradicted is ever able', () => {
    fc.assert(
      fc.property(host, ({ reading, judgement, reporting, state, compliance }) => {
        const broken =
          judgement === null ||
          !isReportingNow(reporting) ||
          reading.attestationStatus === null ||
          reading.contradictions.length > 0 ||
          reading.checks.length > 0;
        if (broken) {
          expect(isAble(state)).toBe(false);
          expect(compliance).not.toBe('compliant');
        }
        if (isAble(state)) expect(reading.attestationStatus).toBe('Passed');
      }),
      { numRuns: 1000 },
    );
  });

  test('a host has causes exactly when it reports and is not able', () => {
    fc.assert(
      fc.property(host, ({ judgement, reporting, state, causes }) => {
        expect(causes.length > 0).toBe(judgement !== null && isReportingNow(reporting) && !isAble(state));
        expect(new Set(causes).size).toBe(causes.length);
      }),
    );
  });

  test('a named check is failing whatever the status', () => {
    fc.assert(
      fc.property(host, ({ reading, judgement }) => {
        if (judgement !== null)
          expect(judgement.failingChecks).toEqual(reading.checks.map((check) => check.name));
      }),
    );
  });
});

describe('complianceOf', () => {
  const causes = ['BitLocker', 'FullBoot'];
  test.each([
    ['silent beats every exception', { state: 'Silent', causes: [], exceptedCauses: causes }, 'unverified'],
    ['able', { state: 'Passed', causes: [], exceptedCauses: [] }, 'compliant'],
    [
      'every cause covered',
      { state: 'InsecureHostConfiguration', causes, exceptedCauses: [...causes, 'Iommu'] },
      'excepted',
    ],
    [
      'one cause left',
      { state: 'InsecureHostConfiguration', causes, exceptedCauses: ['BitLocker'] },
      'nonCompliant',
    ],
    ['no exception', { state: 'Expired', causes: ['Expired'], exceptedCauses: [] }, 'nonCompliant'],
    [
      'no known cause is not covered',
      { state: 'Unknown', causes: [], exceptedCauses: ['Unknown'] },
      'nonCompliant',
    ],
  ] as const)('%s', (_name, host, expected) => {
    expect(complianceOf(host)).toBe(expected);
  });
});

test('an empty fleet has no rate, never 100 %', () => {
  expect(rateOf(0, 0)).toBeNull();
  expect(rateOf(211, 240)).toBeCloseTo(0.879, 3);
});
