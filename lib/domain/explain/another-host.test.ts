import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '@/lib/domain/explain/explain';
import { runs } from '@/test/support/runs';

const PASSED = `IsHostGuarded        : True
Mode                 : HostGuardianService
AttestationStatus    : Passed
AttestationSubstatus : NoInformation
`;

/** The codes of a text that says Passed and is not green. */
const NOT_GREEN = ['outputsDisagree', 'passedPartUnread', 'someNotAble', 'contradictory'];
const codeOf = (text: string) => explain(text).verdict.code;

it.each([
  '[HV2] Connecting to remote server HV2 failed with the following error message : WinRM cannot complete the operation.',
  '[HV2] Le client ne peut pas se connecter à la destination spécifiée dans la demande.',
  '    + FullyQualifiedErrorId : AccessDenied,PSSessionStateBroken',
  'Get-HgsClientConfiguration : Access is denied.\n    + CategoryInfo : PermissionDenied',
  'Get-HgsClientConfiguration : Accès refusé.',
  'Get-HgsClientConfiguration: The RPC server is unavailable.',
  'Get-HgsTrace: Le serveur RPC n’est pas disponible.',
  'The network path was not found.',
  'PSComputerName IsHostGuarded\nHV2 False',
  'HV2   False',
  'HV2: False',
  'HV2,False',
  'HV2 = False',
  'HV2 (10.0.0.2): False',
  'False HV2',
  'on HV2 IsHostGuarded is False',
  'HV2 HostGuardianService False',
  'HV2 False Insecure',
  'HV2 : Faux\nHV2 Faux',
  'HV2 : échec',
  'ERROR: HV2',
  'HV2 : error 0x800706BA',
  'PSComputerName AttestationSubstatus\nHV2 BitLocker',
  'HV2: BitLocker, SecureBootSettings',
  'HV2 was refused by HGS',
  'HV2 est refusé par HGS',
  'HasMoreData : False',
  'Voici ce que disent nos hôtes :',
  '["HV2"]',
])('is not green on what one host says beside a line that may be of another: %s', (line) => {
  for (const green of [PASSED, 'Overall Result: Pass\n    HV1: Pass\n'])
    for (const text of [`${green}\n${line}\n`, `${line}\n\n${green}`])
      expect(['tracePassed', 'passed'], text).not.toContain(codeOf(text));
  expect(NOT_GREEN).toContain(codeOf(`${PASSED}\n${line}\n`));
});

it.each(['PSComputerName : HV2\nError          : down', '[HV2]: PS C:\\> Get-HgsClientConfiguration'])(
  'is not green where another host is asked below, and nothing is printed: %s',
  (line) => {
    expect(NOT_GREEN).toContain(codeOf(`${PASSED}\n${line}\n`));
  },
);

it('is not green beside any words, whoever they are of', () => {
  const word = fc.constantFrom(
    'HV2',
    'hv-par-02',
    'no',
    'down',
    'answer',
    'inaccessible',
    'échec',
    '0x80',
    '5',
    'ok',
  );
  const sign = fc.constantFrom(' ', ': ', ' : ', ' = ', ',', ' -> ', '\t', '; ', '  ', ' (');
  const line = fc
    .array(fc.tuple(word, sign), { minLength: 1, maxLength: 6 })
    .map((words) => words.flat().join(''));
  const place = fc.constantFrom('before', 'behind', 'below');
  fc.assert(
    fc.property(line, place, fc.boolean(), (words, where, isTrace) => {
      const green = isTrace ? 'Overall Result: Pass\n    HV1: Pass\n' : PASSED;
      const text = { before: `${words}\n${green}`, behind: `${green}${words}`, below: `${green}\n${words}` }[
        where
      ];
      expect(['tracePassed', 'passed']).not.toContain(codeOf(text));
    }),
    { numRuns: runs({ push: 100, long: 5000 }) },
  );
});

it.each([
  ['CSV', 'PSComputerName,AttestationStatus\nHV1,Passed\nHV2,The RPC server is unavailable\nHV3,Passed\n'],
  [
    'a row below a row that ends the table',
    'PSComputerName,AttestationStatus\nHV1,Passed\nRPC unavailable,\nHV3,',
  ],
  [
    'Format-Table',
    'PSComputerName AttestationStatus\n-------------- -----------------\nHV1            Passed\nHV2            The RPC server is unavailable\n',
  ],
  [
    'a page in one line',
    '<table><tr><th>PSComputerName</th><th>AttestationStatus</th></tr><tr><td>HV1</td><td>Passed</td></tr><tr><td>HV2</td><td>The RPC server is unavailable</td></tr></table>',
  ],
  [
    'Markdown',
    '| PSComputerName | AttestationStatus |\n|---|---|\n| HV1 | Passed |\n| HV2 | no answer from it |\n',
  ],
  [
    'a second list without a status',
    'AttestationStatus : Passed\nPSComputerName : HV1\n\nIsHostGuarded : True\nMode : HostGuardianService\nPSComputerName : HV2\n',
  ],
])('is not green where another host of %s says why it gave no status', (_form, text) => {
  expect(NOT_GREEN).toContain(codeOf(text));
});

it('gives what stands behind a name to the host of the next name', () => {
  const { hosts } = explain(
    'AttestationStatus : Passed\nPSComputerName : HV1\n\nIsHostGuarded : False\nPSComputerName : HV2\n',
  );
  expect(hosts?.map(({ name, verdict }) => [name, verdict.code])).toEqual([
    ['HV1', 'passed'],
    ['HV2', 'noStatus'],
  ]);
});

it.each([
  'PS C:\\> Get-HgsClientConfiguration -Confirm:$false',
  'PS>Get-HgsClientConfiguration',
  'C:\\Windows\\system32>powershell',
  '```powershell',
  '#TYPE Selected.Microsoft.Management.Infrastructure.CimInstance',
  '----------',
])('stays green beside what a shell or a page prints: %s', (line) => {
  expect(codeOf(`${line}\n\n${PASSED}\n${line}\n`)).toBe('passed');
});

it('stays green with other properties of the same object, and in a session on the host', () => {
  const more = `RunspaceId           : 0f6b8b7e-0000-4000-8000-000000000000\nCaption              : one of ours\n`;
  expect(codeOf(`${PASSED}${more}`)).toBe('passed');
  const prompt = '[HV1]: PS C:\\>';
  expect(
    codeOf(`${prompt} hostname\nHV1\n${prompt} Get-HgsClientConfiguration\n\n${PASSED}\n${prompt} exit\n`),
  ).toBe('passed');
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
    expect(NOT_GREEN).toContain(codeOf(`${green}\n${json}\n`));
});

it.each(['AttestationStatus :', 'IsHostGuarded : False', '{"AttestationStatus":null}'])(
  'does not let diagnostics speak for a client without a status: %s',
  (client) => {
    expect(explain(`Overall Result: Pass\n    HV1: Pass\n\n${client}\n`).verdict.code).toBe(
      'outputsDisagree',
    );
  },
);

it('stays green beside brackets of a field of its own', () => {
  expect(codeOf(`FallbackAttestationServerUrl : {}\n\n${PASSED}`)).toBe('passed');
});

it.each([null, {}, '', 'offline', 'hors ligne', 0, false, [], { Error: 5 }, { unreachable: true }])(
  'is not green where a table by name has %j',
  (other) => {
    const { verdict, hosts } = explain(JSON.stringify({ HV1: { AttestationStatus: 'Passed' }, HV2: other }));
    expect(verdict).toMatchObject({ code: 'someNotAble', params: { names: 'HV2' } });
    expect(hosts?.map(({ name }) => name)).toEqual(['HV1', 'HV2']);
  },
);

describe('an envelope', () => {
  const hosts = [{ hostname: 'HV1', attestationStatus: 'Passed' }];
  const ofJson = (value: unknown) => codeOf(JSON.stringify(value));

  it.each([
    { hosts, errors: [{ hostname: 'HV2', error: 'x' }], total: 2 },
    { results: hosts, errors: ['HV2 could not be reached'] },
    { results: hosts, failed: ['HV2'] },
    { results: hosts, errors: [{ host: 'HV2', message: 'timeout' }] },
    { results: hosts, errors: { HV2: 'timeout' } },
    { HV1: { result: hosts[0] }, HV2: { unreachable: true } },
    { HV1: hosts, HV2: 'down' },
    { HV1: hosts, HV2: [] },
    { HV1: hosts, HV2: null },
  ])('is not green where somebody else is named beside the hosts: %j', (value) => {
    expect(NOT_GREEN).toContain(ofJson(value));
  });

  it('is green where what stands beside them is known, or nothing', () => {
    expect(ofJson({ hosts, facets: [{ value: 'PAR' }], nextCursor: null, total: 1 })).toBe('passed');
    expect(ofJson({ results: hosts, errors: [] })).toBe('passed');
    expect(ofJson({ value: hosts, Count: 1 })).toBe('passed');
  });

  it('is not green where a later member hides an earlier one', () => {
    for (const blank of ['', '\n\n  '])
      expect(codeOf(`{"AttestationStatus":"Expired",${blank}"AttestationStatus":"Passed"}`)).toBe(
        'outputsDisagree',
      );
    expect(ofJson({ HV1: hosts[0], state: 'Silent' })).toBe('outputsDisagree');
  });
});
