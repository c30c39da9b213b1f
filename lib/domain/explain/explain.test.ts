import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '@/lib/domain/explain/explain';
import { ATTESTATION_STATUSES, KNOWN_CHECKS } from '@/lib/domain/vocabulary';

const keysOf = (text: string) => explain(text).remediation.map(({ key }) => key);

const LIST = `PS C:\\> Get-HgsClientConfiguration

IsHostGuarded                  : False
Mode                           : HostGuardianService
KeyProtectionServerUrl         : https://hgs.fab.example/KeyProtection
AttestationServerUrl           : https://hgs.fab.example/Attestation
AttestationOperationMode       : Tpm
AttestationStatus              : InsecureHostConfiguration
AttestationSubstatus           : SecureBootSettings, BitLocker
FallbackKeyProtectionServerUrl :
FallbackAttestationServerUrl   :
IsFallbackInUse                : False
`;

/** The same output, as it arrives by other ways. */
const FORMS: Record<string, string> = {
  'as printed': LIST,
  'with Windows line ends': LIST.replaceAll('\n', '\r\n'),
  'from a web page': LIST.replaceAll(' ', '&nbsp;'),
  'with no-break spaces': LIST.replaceAll(' ', '\u00a0'),
  'from Markdown, bold': LIST.replace(/^(\w+)( *):/gm, '**$1**$2:'),
  'as bullets': LIST.replace(/^(\w+)( *):/gm, '* $1:'),
  'as a quoted mail': LIST.replace(/^/gm, '> '),
  'in a code fence': `\`\`\`text\n${LIST}\`\`\``,
  'without colons': LIST.replace(/^(\w+)( *):/gm, '$1$2 '),
  'with tabs': LIST.replace(/^(\w+)( *): */gm, '$1\t'),
  indented: LIST.replace(/^/gm, '        '),
  'as a Markdown table': LIST.replace(/^(\w+) *: ?(.*)$/gm, '| $1 | $2 |'),
  'as an HTML table': LIST.replace(/^(\w+) *: ?(.*)$/gm, '<tr><td>$1</td><td>$2</td></tr>'),
  'on one line': LIST.replace(/\s+/g, ' '),
  'with breaks of a page': LIST.replaceAll('\n', '<br>'),
  'values in the next line': LIST.replace(/^(Attestation\w+) *: /gm, '$1 :\n'),
  'wrapped inside of a word': LIST.replace('BitLocker', `\n${' '.repeat(33)}Bit\n${' '.repeat(33)}Locker`),
  'wrapped after a comma': LIST.replace(', BitLocker', ',\nBitLocker'),
  'a wrapped address': LIST.replace('.example/Att', `.exa\n${' '.repeat(33)}mple/Att`),
  'field names in lower case': LIST.replace(/^\w+/gm, (name) => name.toLowerCase()),
};

describe('Get-HgsClientConfiguration', () => {
  it.each(Object.keys(FORMS))('is understood %s', (form) => {
    const found = explain(FORMS[form] ?? '');
    expect(found.attestationStatus).toBe('InsecureHostConfiguration');
    expect(found.attestationMode).toBe('Tpm');
    expect(found.failingChecks).toEqual(['BitLocker', 'SecureBootSettings']);
    expect(found.verdict).toMatchObject({ code: 'insecure', params: { vmsKnown: 'no', failing: 2 } });
    expect(found.remediation.map(({ key }) => key)).toEqual(['BitLocker', 'SecureBootSettings']);
    expect(found.understood).toContainEqual({
      field: 'AttestationServerUrl',
      value: 'https://hgs.fab.example/Attestation',
    });
    expect(found.ignored.filter((line) => !/Get-HgsClientConfiguration|text/.test(line))).toEqual([]);
  });

  it('is understood as a table, every host of it', () => {
    const found = explain(`
PSComputerName AttestationStatus         AttestationSubStatus
-------------- -----------------         --------------------
HV-01          InsecureHostConfiguration SecureBootSettings, BitLocker
HV-02          Passed                    NoInformation
`);
    expect(found.attestationStatus).toBe('InsecureHostConfiguration');
    expect(found.failingChecks).toEqual(['BitLocker', 'SecureBootSettings']);
    expect(found.hosts?.map(({ verdict }) => verdict.code)).toEqual(['insecure', 'passed']);
    expect(found.verdict.code).toBe('someNotAble');
  });

  it.each(ATTESTATION_STATUSES)('leads from %s to its fix', (status) => {
    const found = explain(`AttestationOperationMode : HostKey\nAttestationStatus : ${status}`);
    expect(found.attestationStatus).toBe(status);
    expect(found.remediation.map(({ key }) => key)).toEqual(status === 'Passed' ? [] : [status]);
  });

  it.each(KNOWN_CHECKS)('leads from %s to its fix', (check) => {
    const text = `AttestationStatus: InsecureHostConfiguration\nAttestationSubStatus: ${check}`;
    expect(keysOf(text)).toEqual([check]);
  });

  it('branches on the mode', () => {
    const text = (mode: string) => `AttestationOperationMode: ${mode}\nAttestationStatus: UnauthorizedHost`;
    const ids = ['Tpm', 'HostKey', 'AD', 'Other'].map((mode) => explain(text(mode)).remediation[0]?.id);
    expect(ids).toEqual([
      'UnauthorizedHostTpm',
      'UnauthorizedHostHostKey',
      'UnauthorizedHostActiveDirectory',
      'UnauthorizedHostUnknown',
    ]);
  });

  it('never calls a contradicted or unreadable status able', () => {
    const contradicted = explain('AttestationStatus : Passed\nIsHostGuarded : False');
    expect(contradicted.verdict.code).toBe('contradictory');
    expect(keysOf('AttestationStatus : Passed\nAttestationSubstatus : Iommu')).toEqual([
      'ContradictoryEvidence',
    ]);
    expect(keysOf('AttestationStatus : Passé')).toEqual(['UnreadableStatus']);
    expect(explain('Passed').verdict.code).toBe('nothingUnderstood');
  });

  it('keeps names it does not know, with the general fix', () => {
    const found = explain('AttestationStatus : InsecureHostConfiguration\nAttestationSubstatus : Quantum');
    expect(found.failingChecks).toEqual(['Quantum']);
    expect(found.remediation.map(({ key }) => key)).toEqual(['InsecureHostConfiguration']);
  });

  it('names the fallback in use, and the missing feature', () => {
    expect(keysOf('AttestationStatus : Passed\nIsFallbackInUse : True')).toEqual(['fallbackInUse']);
    const missing =
      "Get-HgsClientConfiguration : The term 'Get-HgsClientConfiguration' is not recognized as the name of\na cmdlet";
    expect(keysOf(missing)).toEqual(['HostGuardianFeatureMissing']);
    const french = 'Get-HgsClientConfiguration : Le terme «Get-HgsClientConfiguration» n’est pas reconnu';
    expect(keysOf(french)).toEqual(['HostGuardianFeatureMissing']);
  });

  it('takes prose about the output for what it is', () => {
    const prose = `When AttestationStatus is reported as InsecureHostConfiguration, one or more reasons follow.
AttestationSubStatus What it means and what to do
Mode of operation: see above`;
    const found = explain(prose);
    expect(found.verdict.code).toBe('nothingUnderstood');
    expect(found.ignored).toEqual(prose.split('\n'));
  });

  it('explains each of two outputs, and both together by the worse', () => {
    const found = explain(`AttestationStatus : Passed\n\nAttestationStatus : TpmError`);
    expect(found.attestationStatus).toBe('TpmError');
    expect(found.hosts).toMatchObject([{ verdict: { code: 'passed' } }, { verdict: { code: 'tpmError' } }]);
    expect(found.ignored).toEqual([]);
  });

  it('reads words that were pasted alone', () => {
    expect(keysOf('UnauthorizedHost')).toEqual(['UnauthorizedHost']);
    expect(keysOf('SecureBoot, Iommu')).toEqual(['SecureBoot', 'Iommu']);
  });
});

describe('JSON', () => {
  const client = {
    isHostGuarded: false,
    mode: 'HostGuardianService',
    attestationOperationMode: 'Tpm',
    attestationStatus: 'InsecureHostConfiguration',
    attestationStatusCode: 303,
    fallbackAttestationServerUrl: [],
    attestationSubstatus: 'BitLocker',
  };
  const snapshot = {
    schema: 1,
    hgsClient: client,
    facts: { tls: { status: 'ok', value: {} } },
    host: { fqdn: 'a.b' },
  };

  it.each([undefined, 2])('of a snapshot is understood, printed with indent %s', (indent) => {
    const found = explain(JSON.stringify({ snapshots: [snapshot] }, null, indent));
    expect(found.failingChecks).toEqual(['BitLocker']);
    expect(found.attestationMode).toBe('Tpm');
    expect(found.understood).toContainEqual({ field: 'AttestationStatusCode', value: '303' });
  });

  it('of the cmdlet carries numbers', () => {
    const found = explain(
      '{ "AttestationStatus":  303, "AttestationSubstatus": 1024, "IsHostGuarded": false }',
    );
    expect(found.attestationStatus).toBe('InsecureHostConfiguration');
    expect(found.failingChecks).toEqual(['BitLocker']);
  });

  it('of a host without the client names the missing feature', () => {
    expect(keysOf(JSON.stringify({ hgsClient: null }))).toEqual(['HostGuardianFeatureMissing']);
  });

  it('is read line by line where it was cut off', () => {
    const cut = JSON.stringify(snapshot, null, 2).slice(0, 400);
    expect(explain(cut).failingChecks).toEqual(['BitLocker']);
  });
});

/** As the agent printed it in a window of 120 columns. */
const SELF_TEST = `
PS C:\\> Test-GuardedFabricHost | Format-List

IsHostGuarded            : False
Mode                     : HostGuardianService
KeyProtectionServerUrl   : http://hgs-par.fab.example/KeyProtection
AttestationServerUrl     : http://hgs-par.fab.example/Attestation
AttestationOperationMode : Tpm
AttestationStatus        : InsecureHostConfiguration
AttestationSubstatus     : SecureBootSettings, BitLocker
HgsClientFound           : True
HgsClientError           : 
MachineId                : 4C4C4544-0042-3510-8054-B7C04F4E3633
AgentVersion             : 1.0.0
PowerShell               : 5.1.20348.2849
LanguageMode             : ConstrainedLanguage
DurationMs               : 1820
Enrolled                 : False
Collectors               : {@{Name=hostGuardianFeature; Status=ok; Reason=}, @{Name=shieldedVms; Status=ok; Reason=}, @{
                           Name=tls; Status=ok; Reason=}, @{Name=clock; Status=failed; Reason=denied}…}
`;

const COLLECTORS = `
Name                Status      Reason
----                ------      ------
cluster             failed      cluster did not answer in time.
diagnostics         unavailable Get-HgsTrace has not run yet; it runs once a da…
`;

describe('the agent’s self-test', () => {
  it('is understood as Format-List prints it', () => {
    const found = explain(`
IsHostGuarded            : False
Mode                     : Local
AttestationStatus        : NotConfigured
AttestationSubstatus     : NoInformation
HgsClientFound           : True
HgsClientError           :
LanguageMode             : ConstrainedLanguage
Collectors               : {@{Name=hostGuardianFeature; Status=ok}}`);
    expect(found.verdict.code).toBe('notConfiguredLocal');
    expect(found.remediation.map(({ key }) => key)).toEqual(['NotConfigured']);
    expect(found.ignored).toEqual([]);
    expect(found.understood).toContainEqual({ field: 'LanguageMode', value: 'ConstrainedLanguage' });
  });

  it('says what each collector met, in the list, in a table of its own and as JSON', () => {
    const listed = explain(`${SELF_TEST}${COLLECTORS}`);
    expect(listed.failingChecks).toEqual(['BitLocker', 'SecureBootSettings']);
    expect(listed.ignored).toEqual(['PS C:\\> Test-GuardedFabricHost | Format-List']);
    expect(listed.understood).toEqual(
      expect.arrayContaining([
        { field: 'AgentVersion', value: '1.0.0' },
        { field: 'tls', value: 'ok' },
        { field: 'clock', value: 'failed: denied' },
        { field: 'cluster', value: 'failed: cluster did not answer in time.' },
      ]),
    );
    const json = JSON.stringify(
      {
        AttestationStatus: 'Passed',
        HgsClientFound: true,
        HgsClientError: null,
        DurationMs: 1820,
        Enrolled: false,
        Collectors: [{ Name: 'cluster', Status: 'failed', Reason: 'denied' }, null, 'x'],
      },
      null,
      2,
    );
    const found = explain(json);
    expect(found.attestationStatus).toBe('Passed');
    expect(found.ignored).toEqual([]);
    expect(found.understood).toEqual(
      expect.arrayContaining([
        { field: 'cluster', value: 'failed: denied' },
        { field: 'Enrolled', value: 'false' },
      ]),
    );
  });

  it('takes nothing of it from prose', () => {
    expect(explain('PowerShell: open it elevated\nName: cluster').understood).toEqual([]);
  });

  it('never throws, wherever it was cut or torn', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(2000), fc.string({ unit: 'binary' }), (from, to, between) => {
        const text = `${SELF_TEST}${COLLECTORS}`;
        const torn = text.slice(0, from) + between + text.slice(to);
        const { understood, ignored } = explain(torn);
        expect(understood.every(({ value }) => typeof value === 'string')).toBe(true);
        expect(torn).toEqual(expect.stringContaining(ignored[0] ?? ''));
      }),
    );
  });

  it('names the missing feature, as text and as JSON', () => {
    expect(keysOf('HgsClientFound : False\nAttestationStatus :')).toEqual(['HostGuardianFeatureMissing']);
    const json = { IsHostGuarded: null, AttestationStatus: null, HgsClientFound: false };
    expect(keysOf(JSON.stringify(json))).toEqual(['HostGuardianFeatureMissing']);
  });
});

describe('Get-HgsTrace', () => {
  const trace = `Overall Result: Fail
    GuardHost1: Fail
        Test Attestation: Fail
            Check Attestation Status: Fail
            >>> The host cannot attest because virtual secure mode could not be detected.  Please ensure that the
            >>> Isolated User Mode feature is installed and enabled.`;

  it('points at checks and names none as failing', () => {
    const found = explain(trace);
    expect(found.verdict.code).toBe('traceFailed');
    expect(found.failingChecks).toEqual([]);
    expect(found.remediation.map(({ key }) => key)).toEqual(['VirtualSecureMode']);
    expect(found.understood).toContainEqual({ field: 'Overall Result', value: 'Fail' });
    expect(found.ignored).toEqual([]);
  });

  it('never outweighs what HGS says', () => {
    const found = explain(`${trace}\n\nAttestationStatus : TpmError`);
    expect(found.verdict.code).toBe('tpmError');
    expect(found.remediation.map(({ key }) => key)).toEqual(['TpmError']);
  });

  it('is told to be wrong where it is known to be', () => {
    const text =
      'Overall Result: Fail\n  HV-01: Fail\n    Code Integrity: Fail\n      Code Integrity Policy Active: Fail';
    expect(explain(text).verdict.code).toBe('traceKnownFalse');
    expect(keysOf(text)).toEqual([]);
    expect(explain('Overall Result: Pass').verdict.code).toBe('tracePassed');
  });
});

describe('the unwrap error', () => {
  it.each([
    'The Host Guardian Service Client failed to unwrap a Key Protector on behalf of a calling process.',
    'Details: the Host Guardian Service Client failed to unwrap a Key\nProtector on behalf of a calling process',
    "The key protector for the virtual machine '' could not be unwrapped. HostGuardianService returned: One or more arguments are invalid (0x80070057)",
    'Le client du service Guardian hôte n’a pas réussi à désencapsuler un protecteur de clé pour le compte d’un processus appelant',
    "Le client du service Guardian hote n'a pas reussi a desencapsuler\nun protecteur de cle pour le compte d'un processus appelant",
  ])('leads to modern TLS: %s', (text) => {
    const found = explain(text);
    expect(found.verdict.code).toBe('unwrapFailed');
    expect(found.remediation.map(({ key }) => key)).toEqual(['modernTls']);
    expect(found.ignored).toEqual([]);
  });
});

describe('any text', () => {
  const pieces = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...[...Object.values(FORMS), SELF_TEST, COLLECTORS].flatMap((form) => form.split('\n'))),
    fc.constantFrom(
      'Overall Result: Fail',
      '>>> x',
      '{',
      '}',
      '"hgsClient": null,',
      '&#x110000;',
      '----- -----',
      '<td',
    ),
  );

  it('is explained without an error, and every line is understood or ignored', () => {
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 20 }),
        fc.constantFrom('\n', '\r\n', '<br>', ' '),
        (parts, end) => {
          const text = parts.join(end);
          const found = explain(text);
          const lines = text.split(/\r\n|[\n\r\u0085\u2028\u2029]/);
          expect(lines).toEqual(expect.arrayContaining(found.ignored));
          // Signs alone are told where they stand below a name, as its value.
          const says = (line: string) => /[\p{L}\p{N}]/u.test(line);
          if (found.understood.length === 0) expect(found.ignored.filter(says)).toEqual(lines.filter(says));
          if (found.attestationStatus === 'Passed') expect(text.toLowerCase()).toMatch(/attestationstatus/);
        },
      ),
    );
  });

  it('costs no more than its length', () => {
    const size = 100_000;
    const parts = [
      '<td ',
      'AttestationStatus ',
      '&nbsp;',
      '*_`',
      ' ',
      '| ',
      'unwrap',
      'key protector ',
      '\n',
      '{"a":',
      '--- ',
    ];
    const hostile = parts.map((part) => `${part.repeat(size / part.length)}x`);
    const wrapped = ['AttestationSubstatus : BitLocker', 'Overall Result: Fail\nA: Fail\n>>> x', 'unwrap a'];
    for (const head of wrapped)
      hostile.push(head + `\n${' '.repeat(30)}Iommu`.repeat(3000), head + '\n>>> x'.repeat(16_000));
    for (const text of hostile) {
      // Time of the processor and not of the clock, which goes on while others have their turn.
      const before = process.cpuUsage();
      explain(text);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1000, text.slice(0, 20)).toBeLessThan(4000);
    }
  });
});
