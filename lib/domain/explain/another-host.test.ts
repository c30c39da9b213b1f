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
