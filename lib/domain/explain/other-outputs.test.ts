import { describe, expect, it } from 'vitest';
import { explain } from '@/lib/domain/explain/explain';

const codeOf = (text: string) => explain(text).verdict.code;
const keysOf = (text: string) => explain(text).remediation.map(({ key }) => key);

const TREE = `Overall Result: Fail
    HV-01: Pass
        Test Attestation: Pass
            Check Attestation Status: Pass
    HV-02: Fail
        Test Attestation: Fail
            Check Attestation Status: Fail
            >>> The host cannot attest because virtual secure mode could not be detected.`;

describe('Get-HgsTrace', () => {
  it('gives each machine that it looked at a verdict', () => {
    const found = explain(TREE);
    expect(found.verdict.code).toBe('traceFailed');
    expect(found.notes).toEqual(['severalTargets']);
    expect(found.hosts).toMatchObject([
      { name: 'HV-01', attestationStatus: null, failingChecks: [], verdict: { code: 'tracePassed' } },
      { name: 'HV-02', attestationStatus: null, failingChecks: [], verdict: { code: 'traceFailed' } },
    ]);
    expect(found.ignored).toEqual([]);
  });

  it('is not passed where one machine in it is not, whatever stands above', () => {
    expect(codeOf(TREE.replace('Overall Result: Fail', 'Overall Result: Pass'))).toBe('traceFailed');
    const other = 'Overall Result: Fail\n    HV-01: Fail\n        Certificates: Fail\n';
    const knownFalse =
      '    HV-02: Fail\n        Code Integrity: Fail\n            Code Integrity Policy Active: Fail';
    expect(codeOf(other + knownFalse)).toBe('traceFailed');
    expect(codeOf('Overall Result: Pass\n    HV-01: Pass\n\nOverall Result: Fail\n    HV-02: Fail')).toBe(
      'traceFailed',
    );
  });

  it('takes a warning for a warning', () => {
    const warned = TREE.replaceAll('Fail', 'Warning');
    expect(codeOf(warned)).toBe('traceWarned');
    expect(keysOf(warned)).toEqual(['VirtualSecureMode']);
    expect(explain(warned).hosts?.map(({ verdict }) => verdict.code)).toEqual(['tracePassed', 'traceWarned']);
  });

  it('is understood in part', () => {
    const lines = TREE.split('\n');
    const part = lines.slice(6).join('\n');
    expect(codeOf(part)).toBe('traceFailed');
    expect(keysOf(part)).toEqual(['VirtualSecureMode']);
    expect(explain(part).ignored).toEqual([]);
    const message = lines.slice(-1).join('\n');
    expect(codeOf(message)).toBe('tracePart');
    expect(keysOf(message)).toEqual(['VirtualSecureMode']);
    expect(codeOf('            Check Attestation Status: Pass')).toBe('tracePart');
    expect(codeOf('  Networking: Warning')).toBe('traceWarned');
  });

  it('leaves a Passed of another output alone only where it does not fail', () => {
    const passed = 'AttestationStatus : Passed\n\n';
    expect(codeOf(passed + TREE)).toBe('passedTraceFailed');
    expect(codeOf(passed + TREE.replaceAll('Fail', 'Warning'))).toBe('passed');
    const knownFalse =
      'Overall Result: Fail\n  HV-01: Fail\n    Set: Fail\n      Code Integrity Policy Active: Fail';
    expect(codeOf(passed + knownFalse)).toBe('passed');
  });
});

const feature = (mark: string, state: string) => `
Display Name                                            Name                       Install State
------------                                            ----                       -------------
${mark} Host Guardian Hyper-V Support                       HostGuardian                   ${state}
`;

describe('Get-WindowsFeature HostGuardian', () => {
  it.each([
    ['[X]', 'Installed', 'featureInstalled', []],
    ['[ ]', 'Available', 'featureMissing', ['HostGuardianFeatureMissing']],
    ['[ ]', 'Removed', 'featureMissing', ['HostGuardianFeatureMissing']],
    ['[X]', 'InstallPending', 'featurePending', ['hostGuardianRestartPending']],
    ['[X]', 'UninstallPending', 'featureMissing', ['hostGuardianFeature']],
    ['[X]', 'Available', 'featureMissing', ['HostGuardianFeatureMissing']],
  ])('reads %s %s', (mark, state, code, keys) => {
    const found = explain(feature(mark, state));
    expect(found.verdict.code).toBe(code);
    expect(found.remediation.map(({ key }) => key)).toEqual(keys);
    expect(found.ignored).toEqual([]);
  });

  it.each([
    ['[X] Host Guardian Hyper-V Support', 'featureInstalled'],
    ['    [ ] Prise en charge Hyper-V du Guardian hôte    HostGuardian', 'featureMissing'],
    ['Name         : HostGuardian\nInstalled    : False\nInstallState : Available', 'featureMissing'],
    ['FeatureName      : HostGuardian\nState            : EnablePending', 'featurePending'],
    ['FeatureName      : HostGuardian\nState            : Disable Pending', 'featureMissing'],
    ['Name         InstallState\n----         ------------\nHostGuardian    Installed', 'featureInstalled'],
    ['[X] Host Guardian Service   HostGuardianServiceRole   Installed', 'nothingUnderstood'],
  ])('reads %s', (text, code) => expect(codeOf(text)).toBe(code));

  it('says what waits for the restart as it was said', () => {
    const seen = (state: string) =>
      explain(feature('[X]', state)).understood.find(({ field }) => field === 'HostGuardian')?.value;
    const states = ['Installed', 'InstallPending', 'UninstallPending', 'Available'];
    expect(states.map(seen)).toEqual(states);
  });

  it('never makes a host able, and is never outweighed by one that is', () => {
    expect(codeOf(`AttestationStatus : Passed\n${feature('[ ]', 'Available')}`)).toBe('outputsDisagree');
    expect(codeOf(`AttestationStatus : Passed\n${feature('[X]', 'Installed')}`)).toBe('passed');
    const unconfigured = `AttestationStatus : NotConfigured\n${feature('[ ]', 'Available')}`;
    expect(codeOf(unconfigured)).toBe('featureMissing');
  });

  it('has a host restarted for one that waits for that, and not installed again', () => {
    const pending = feature('[X]', 'InstallPending');
    expect(codeOf(`HgsClientFound : False\n${pending}`)).toBe('featureRestartPending');
    const unknown = "The term 'Get-HgsClientConfiguration' is not recognized as the name of a cmdlet";
    expect(codeOf(`${unknown}\n${pending}`)).toBe('featureRestartPending');
  });
});

describe('what an HGS node prints', () => {
  const report = `PS> Get-HgsAttestationReport
Time                   HostName                   AttestationOperationMode AttestationStatus AttestationSubStatus
----                   --------                   ------------------------ ----------------- --------------------
10/24/2025 10:54:07 AM FAB\\HV-01$                 AD                       Passed            NoInformation
10/24/2025 10:39:52 AM S-1-5-21-3623811015-1013   AD                       UnauthorizedHost  NoInformation
`;

  it('about attempts of hosts is told as its record', () => {
    const found = explain(report);
    expect(found.verdict).toMatchObject({ code: 'hgsReport', params: { total: 2, passed: 1 } });
    expect(found.hosts).toMatchObject([
      { name: 'FAB\\HV-01$', attestationStatus: 'Passed', verdict: { code: 'hgsPassed' } },
      { attestationStatus: 'UnauthorizedHost', verdict: { code: 'unauthorizedActiveDirectory' } },
    ]);
    expect(codeOf(report.replace('UnauthorizedHost ', 'Passed           '))).toBe('hgsReport');
  });

  it('about attempts is never green, however it was printed', () => {
    const attempts = ['HV-01', 'HV-02'].map((host) => ({
      Time: '10/24/2025 10:54:07 AM',
      HostName: host,
      AttestationStatus: 'Passed',
      AttestationSubStatus: 'NoInformation',
    }));
    const lists = attempts.map((attempt) =>
      Object.entries(attempt)
        .map(([name, value]) => `${name.padEnd(20)} : ${value}`)
        .join('\n'),
    );
    const all = report
      .replace('UnauthorizedHost ', 'Passed           ')
      .replace('PS> ', '[hgs01]: PS C:\\> ');
    const bare = all.slice(all.indexOf('\n') + 1);
    const forms = [
      all,
      bare,
      lists.join('\n\n'),
      JSON.stringify(attempts),
      JSON.stringify(attempts, null, 2),
    ];
    for (const form of [...forms, `[hgs01]: PS C:\\> Get-HgsAttestationReport | fl\n\n${lists[0]}`])
      expect(codeOf(form), form).toBe('hgsReport');
    for (const form of forms)
      expect(codeOf(`AttestationStatus : Passed\n\n${form}`), form).not.toBe('passed');
  });

  it('without the time of each attempt is told by its cmdlet', () => {
    const attempt = 'HostName          : HV-01\nAttestationStatus : Passed\n';
    const command =
      '[hgs01]: PS C:\\> Get-HgsAttestationReport | Select-Object HostName, AttestationStatus | fl';
    expect(codeOf(`${command}\n\n${attempt}`)).toBe('ofHgs');
  });

  it('about itself is told as such', () => {
    const server = `PS C:\\> Get-HgsServer
Name                           Value
----                           -----
AttestationOperationMode       AD
AttestationUrl                 {http://hgs.fab.example/Attestation}
KeyProtectionUrl               {http://hgs.fab.example/KeyProtection}`;
    const ofServer = { kind: 'text', code: 'ofHgs', params: { cmdlet: 'Get-HgsServer' } };
    expect(explain(server).verdict).toEqual(ofServer);
    expect(explain(server.slice(server.indexOf('\n') + 1)).verdict).toEqual(ofServer);
  });

  it.each([
    [
      'as a table',
      'Name                 State   PolicyVersion\n----                 -----   -------------\nHgs_IommuEnabled     Enabled None\n',
    ],
    ['as a list', 'Name          : Hgs_IommuEnabled\nState         : Enabled\nPolicyVersion : None\n'],
    ['as JSON', '[{ "Name": "Hgs_IommuEnabled", "State": 1 }]'],
  ])('about its policies is told as such %s', (_form, policies) => {
    const ofPolicies = { kind: 'text', code: 'ofHgs', params: { cmdlet: 'Get-HgsAttestationPolicy' } };
    expect(explain(policies).verdict).toEqual(ofPolicies);
    expect(explain(`AttestationStatus : Passed\n\n${policies}`).verdict).toMatchObject({ kind: 'text' });
  });
});

describe('what is not printed by a host', () => {
  it('is named where it is the status in VMM, whatever VMM says there', () => {
    const status = 'HGS Client Overall : Warning\nAttestation Status : Passed\n';
    expect(explain(status)).toMatchObject({ verdict: { kind: 'text', code: 'ofVmm' }, understood: [] });
    expect(codeOf(`Host Status\n${status.replace('Warning', 'OK')}`)).toBe('ofVmm');
    expect(codeOf(`AttestationStatus : Passed\n\n${status}`)).toBe('ofVmm');
  });

  it.each(['Passed', 'Expired'])('is named where Export-Clixml wrote it: %s', (status) => {
    const file = `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
  <Obj RefId="0">
    <TN RefId="0"><T>Microsoft.Management.Infrastructure.CimInstance#root/microsoft/windows/hgs/MSFT_HgsClientConfiguration</T></TN>
    <Props>
      <B N="IsHostGuarded">true</B>
      <U16 N="AttestationStatus">${status}</U16>
    </Props>
  </Obj>
</Objs>`;
    expect(codeOf(file)).toBe('clixml');
    expect(codeOf(`AttestationStatus : Passed\n\n${file}`)).toBe('clixml');
  });
});

const UNKNOWN_CMDLET = {
  German: `Get-HgsClientConfiguration : Die Benennung "Get-HgsClientConfiguration" wurde nicht als Name eines Cmdlet, einer
Funktion, einer Skriptdatei oder eines ausführbaren Programms erkannt.
In Zeile:1 Zeichen:1`,
  Spanish: `Get-HgsClientConfiguration : El término 'Get-HgsClientConfiguration' no se reconoce como nombre de un cmdlet, función,
archivo de script o programa ejecutable.
En línea: 1 Carácter: 1`,
  Italian: `Get-HgsClientConfiguration : Termine 'Get-HgsClientConfiguration' non riconosciuto come nome di cmdlet.
In riga:1 car:1`,
  Japanese: `用語 'Get-HgsClientConfiguration' は、コマンドレットの名前として認識されません。
発生場所 行:1 文字:1`,
};
const UNTRANSLATED = `+ Get-HgsClientConfiguration
+ ~~~~~~~~~~~~~~~~~~~~~~~~~~
    + CategoryInfo          : ObjectNotFound: (Get-HgsClientConfiguration:String) [], CommandNotFoundException
    + FullyQualifiedErrorId : CommandNotFoundException`;

describe('a host without the cmdlet', () => {
  it.each(Object.entries(UNKNOWN_CMDLET))('is known from the error in %s', (_language, sentence) => {
    const text = `${sentence}\n${UNTRANSLATED}`;
    expect(codeOf(text)).toBe('featureMissing');
    expect(keysOf(text)).toEqual(['HostGuardianFeatureMissing']);
    expect(codeOf(text.replace('Configuration:String', 'Configura\n   tion:String'))).toBe('featureMissing');
    expect(codeOf(`AttestationStatus : Passed\n\n${text}`)).not.toBe('passed');
  });

  it.each(['German', 'Spanish'] as const)('is known from the sentence alone in %s', (language) => {
    expect(codeOf(UNKNOWN_CMDLET[language])).toBe('featureMissing');
  });

  it('is not seen in the same lines about another cmdlet', () => {
    expect(codeOf(UNTRANSLATED.replaceAll('Get-HgsClientConfiguration', 'Get-Hgs'))).toBe(
      'nothingUnderstood',
    );
  });
});

describe('other outputs beside a Passed', () => {
  const passed = 'AttestationStatus : Passed\nAttestationSubstatus : NoInformation\n\n';

  it('of a VM that did not start are told first', () => {
    const text = `${passed}The Host Guardian Service Client failed to unwrap a Key Protector on behalf of a calling process.`;
    expect(codeOf(text)).toBe('passedUnwrapFailed');
    expect(keysOf(text)).toEqual(['modernTls']);
  });

  it.each([
    'Der Client des Host-Überwachungsdiensts konnte die Schlüsselschutzvorrichtung im Auftrag eines aufrufenden Prozesses nicht entpacken.',
    'El cliente del Servicio de protección de host no pudo desencapsular un protector de clave en nombre de un proceso de llamada.',
  ])('of a VM that did not start are told in other languages: %s', (sentence) => {
    expect(codeOf(sentence)).toBe('unwrapFailed');
    expect(codeOf(passed + sentence)).toBe('passedUnwrapFailed');
  });

  it('of a host without the client are another host', () => {
    const text = `${passed}Get-HgsClientConfiguration : The term 'Get-HgsClientConfiguration' is not recognized as the name of a cmdlet
    + CategoryInfo          : ObjectNotFound
    + PSComputerName        : HV-09`;
    const found = explain(text);
    expect(found.hosts).toMatchObject([
      { name: null, verdict: { code: 'passed' } },
      { name: 'HV-09', verdict: { code: 'featureMissing' } },
    ]);
    expect(found.verdict.code).toBe('someNotAble');
  });

  it('of this API count with their state', () => {
    const row = { hostname: 'HV-01', attestationStatus: 'Passed', failingChecks: [] };
    expect(codeOf(JSON.stringify({ hosts: [{ ...row, state: 'Passed' }] }))).toBe('passed');
    expect(codeOf(JSON.stringify({ hosts: [{ ...row, state: 'Silent' }] }))).toBe('outputsDisagree');
  });
});
