import { blanks, plainScript, script } from './script';
import { SCRIPT_TEXTS } from './script-texts';

/** A person carries the file from a host whose change a named person confirmed; HGS never reaches into a host. */
function registerFile(example: string, register: string): string {
  return script(
    blanks(
      { name: 'path', comment: `${SCRIPT_TEXTS.filePlace}${example}` },
      { name: 'sha256', comment: SCRIPT_TEXTS.hashOfHost },
      { name: 'name', comment: SCRIPT_TEXTS.nameToRegister },
    ),
    `if ((Get-FileHash -Path $path -Algorithm SHA256 -ErrorAction Stop).Hash -ne $sha256) { throw '${SCRIPT_TEXTS.hashDiffers}' }`,
    register,
  );
}

export const REGISTER_BASELINE = registerFile(
  String.raw`C:\hgs\baseline.tcglog`,
  'Add-HgsAttestationTpmPolicy -Name $name -Path $path -ErrorAction Stop',
);

/**
 * Registers the baseline of hosts whose TPM was registered with the first version of policies, as on Windows
 * Server 2016.
 */
export const REGISTER_BASELINE_V1 = registerFile(
  String.raw`C:\hgs\baseline.tcglog`,
  'Add-HgsAttestationTpmPolicy -Name $name -Path $path -PolicyVersion v1 -ErrorAction Stop',
);

export const REGISTER_TPM_HOST = registerFile(
  String.raw`C:\hgs\host.xml`,
  'Add-HgsAttestationTpmHost -Name $name -Path $path -ErrorAction Stop',
);

export const REGISTER_HOST_KEY = registerFile(
  String.raw`C:\hgs\host.cer`,
  'Add-HgsAttestationHostKey -Name $name -Path $path -ErrorAction Stop',
);

export const REGISTER_CI_POLICY = registerFile(
  String.raw`C:\hgs\policy.p7b`,
  'Add-HgsAttestationCIPolicy -Name $name -Path $path -ErrorAction Stop',
);

export const REGISTER_DUMP_KEY = script(
  blanks(
    { name: 'hash', comment: SCRIPT_TEXTS.hashOfKey },
    { name: 'name', comment: SCRIPT_TEXTS.nameToRegister },
  ),
  'Add-HgsAttestationDumpPolicy -Name $name -PublicKeyHash $hash -ErrorAction Stop',
);

export const READ_HOST_GROUPS = 'Get-HgsAttestationHostGroup';
export const READ_HGS_SERVER = 'Get-HgsServer';
export const READ_POLICIES = 'Get-HgsAttestationPolicy';
export const DIAGNOSE_HGS = 'Get-HgsTrace -RunDiagnostics';
export const RENEW_SIGNER = script(
  String.raw`Start-ScheduledTask -TaskPath '\Microsoft\Windows\HGSServer\' -TaskName 'AttestationSignerCertRenewalTask' -ErrorAction Stop`,
);

/** Runs on any machine, with rights in the directory. */
export const ADD_TO_GROUP = plainScript(
  blanks(
    { name: 'group', comment: SCRIPT_TEXTS.group },
    { name: 'computer', comment: SCRIPT_TEXTS.computer },
  ),
  'Add-ADGroupMember -Identity $group -Members $computer -ErrorAction Stop',
);
