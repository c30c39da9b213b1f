import { describe, expect, test } from 'vitest';
import { remediationFor } from '@/lib/domain/remediation/catalogue';
import { renderEntry } from '@/lib/domain/remediation/render';
import { STEPS } from '@/lib/domain/remediation/steps';
import { LOCALES } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';
import { remediationText } from '@/lib/i18n/remediation-text';

/** What Microsoft's article says of each, and an administrator looks for. */
describe.each(LOCALES)('the catalogue in %s', (lang) => {
  const entryOf = (key: string) => {
    const entry = remediationFor(key, 'Tpm');
    if (entry === null) throw new Error(key);
    return renderEntry(entry, remediationText(lang));
  };
  const textOf = (key: string) => JSON.stringify(entryOf(key));

  test('says how a code integrity policy is made: in audit mode first, then enforced', () => {
    const { steps, links } = entryOf('CodeIntegrityPolicy');
    const commands = steps.map(({ command = '' }) => command);
    const at = (part: string) => commands.findIndex((command) => command.includes(part));
    const order = [
      'New-CIPolicy',
      '3076',
      'Set-RuleOption',
      'Add-HgsAttestationCIPolicy',
      'PS_UpdateAndCompare',
    ];
    expect(order.map(at)).toEqual(order.map(at).toSorted((a, b) => a - b));
    expect(order.map(at)).not.toContain(-1);
    expect(links[0]?.url).toContain('#create-and-apply-a-code-integrity-policy');
  });

  test.each([
    ['VirtualSecureMode', ['RequiredSecurityProperties', 'AvailableSecurityProperties']],
    ['DumpEncryptionKey', ['Set-DumpEncryptionConfiguration', 'Restart-Computer']],
    ['SecureBootSettings', ['UEFI', 'DBX']],
    [
      'SecureBootSettings',
      lang === 'en'
        ? ['custom Secure Boot policies', 'New hardware']
        : ['personnalisées', 'nouveau matériel'],
    ],
    [
      'HostGuardianFeatureMissing',
      lang === 'en'
        ? ['Server Manager', 'elevated', 'installed and waits for a restart', 'InstallPending']
        : ['Gestionnaire de serveur', 'en tant qu’administrateur', 'attend un redémarrage', 'InstallPending'],
    ],
    [
      'hostGuardianFeature',
      lang === 'en'
        ? ['Server Manager', 'elevated']
        : ['Gestionnaire de serveur', 'en tant qu’administrateur'],
    ],
    ['modernTls', ['.NET 4.6', 'Windows Server 2025']],
    ['NotConfigured', lang === 'en' ? ['local key protector'] : ['protecteur de clé est local']],
    ['UnreadableStatus', ['Get-Service -Name HgClientService, Winmgmt']],
    [
      'BitLocker',
      [
        'Install-WindowsFeature -Name BitLocker',
        lang === 'en' ? 'only after a restart' : 'qu’après un redémarrage',
      ],
    ],
    ['SecureBootSettings', ['-SkipValidation:$skipValidation', '$skipValidation = $true']],
    ['UnauthorizedHost', ['EKCert', '-Force -PolicyVersion v1', 'Windows Server 2019']],
    [
      'CodeIntegrityPolicy',
      ['8028', '8029', 'AllowMicrosoft', 'DefaultWindows_Enforced', 'Windows Server 1709'],
    ],
    ['CodeIntegrityPolicy', [lang === 'en' ? 'Constrained Language Mode' : 'mode de langage restreint']],
    ['DebugMode', [lang === 'en' ? 'unless HGS has locked it' : 'sauf si HGS l’a verrouillée']],
    ['agentReporting', ['gf -- host unlock', 'gf -- host allow-reenroll']],
  ])('%s names %j', (key, parts) => {
    for (const part of parts) expect(textOf(key)).toContain(part);
  });

  test('says which Windows Server versions it applies to', () => {
    for (const year of ['2016', '2019', '2022', '2025'])
      expect(loadMessages(lang).catalogue.appliesTo).toContain(year);
  });
});

test('no command fixes a port: it is the one of the address', () => {
  for (const { id, command = '' } of Object.values<{ id: string; command?: string }>(STEPS))
    expect(command, id).not.toMatch(/-Port \d/);
});
