import { expect, it } from 'vitest';
import { explain } from '@/lib/domain/explain/explain';

const PASSED = `IsHostGuarded        : True
Mode                 : HostGuardianService
AttestationStatus    : Passed
AttestationSubstatus : NoInformation
`;

it.each([
  '[HV2] Connecting to remote server HV2 failed with the following error message : WinRM cannot complete the operation.',
  '    + FullyQualifiedErrorId : AccessDenied,PSSessionStateBroken',
  'Get-HgsClientConfiguration : Access is denied.\n    + CategoryInfo : PermissionDenied',
  'Get-HgsClientConfiguration : Accès refusé.',
  'PSComputerName IsHostGuarded\nHV2 False',
  'HV2   False',
  'HV2: False',
  'HV2,False',
  'HV2 False Insecure',
  'HV2 : Faux\nHV2 Faux',
  'PSComputerName AttestationSubstatus\nHV2 BitLocker',
  'HV2: BitLocker, SecureBootSettings',
  'HV2 was refused by HGS',
  'HV2 est refusé par HGS',
])('is not green on what one host says beside a line against another: %s', (line) => {
  for (const text of [`${PASSED}\n${line}\n`, `${line}\n\n${PASSED}`])
    expect(explain(text).verdict.code).toBe('outputsDisagree');
});

it.each([
  'HasMoreData : False',
  'PS C:\\> Get-HgsClientConfiguration -Confirm:$false',
  'BitLocker is on, as you asked:',
])('stays green beside what is said of no host: %s', (line) => {
  expect(explain(`${line}\n\n${PASSED}`).verdict.code).toBe('passed');
});

it('says of an unread client beside another what a host’s page says', () => {
  const snapshots = [
    { host: { hostname: 'A' }, hgsClient: { attestationStatus: 'Passed' }, facts: {} },
    { host: { hostname: 'B' }, hgsClient: { readError: 'denied' }, facts: {} },
  ];
  const { hosts } = explain(JSON.stringify({ snapshots }));
  expect(hosts?.map(({ name, verdict }) => [name, verdict.code])).toEqual([
    ['A', 'passed'],
    ['B', 'clientNotRead'],
  ]);
});

it.each([
  '[null]',
  '[{}]',
  '{}',
  '{"Error":{"Code":5}}',
  '[{"host":{"hostname":"HV1"},"facts":{}}]',
  '{"snapshots":[{"host":{"hostname":"HV1"},"facts":{}}]}',
])('is not green beside an object without a status: %s', (json) => {
  for (const green of [PASSED, '{"AttestationStatus":"Passed"}', 'Overall Result: Pass\n    HV1: Pass'])
    expect(['outputsDisagree', 'someNotAble']).toContain(explain(`${green}\n${json}\n`).verdict.code);
});

it.each(['AttestationStatus :', 'IsHostGuarded : False', '{"AttestationStatus":null}'])(
  'does not let diagnostics speak for a client without a status: %s',
  (client) => {
    expect(explain(`Overall Result: Pass\n    HV1: Pass\n\n${client}\n`).verdict.code).toBe(
      'outputsDisagree',
    );
  },
);

it.each(['FallbackAttestationServerUrl : {}', 'see note [1]', '["HV1"]'])(
  'stays green beside brackets that are no host: %s',
  (line) => {
    expect(explain(`${line}\n\n${PASSED}`).verdict.code).toBe('passed');
  },
);

it.each([null, {}, 'Access is denied.', { Error: 5 }])(
  'is not green where a table by name has %j',
  (other) => {
    const { verdict, hosts } = explain(JSON.stringify({ HV1: { AttestationStatus: 'Passed' }, HV2: other }));
    expect(verdict).toMatchObject({ code: 'someNotAble', params: { names: 'HV2' } });
    expect(hosts?.map(({ name }) => name)).toEqual(['HV1', 'HV2']);
  },
);

it('is not green where a list of errors beside the hosts names one', () => {
  const hosts = [{ hostname: 'HV1', attestationStatus: 'Passed' }];
  const codeOf = (value: unknown) => explain(JSON.stringify(value)).verdict.code;
  expect(codeOf({ hosts, errors: [{ hostname: 'HV2', error: 'x' }], total: 2 })).toBe('someNotAble');
  expect(codeOf({ hosts, facets: [{ value: 'PAR' }], nextCursor: null })).toBe('passed');
  expect(codeOf({ HV1: hosts[0], state: 'Silent' })).toBe('outputsDisagree');
});
