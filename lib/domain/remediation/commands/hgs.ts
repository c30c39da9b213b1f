import { blanks, script } from './script';

/** A file comes by hand, from a host whose change a named person confirmed; HGS never reaches into a host. */
function registerFile(example: string, register: string): string {
  return script(
    blanks(
      { name: 'path', comment: `where the file lies on this HGS node: ${example}` },
      { name: 'sha256', comment: 'its hash, as read out on the host' },
      { name: 'name', comment: 'the name to register it under' },
    ),
    `if ((Get-FileHash -Path $path -Algorithm SHA256 -ErrorAction Stop).Hash -ne $sha256) { throw 'The hash differs from the one read on the host: do not register this file.' }`,
    register,
  );
}

export const REGISTER_BASELINE = registerFile(
  String.raw`C:\hgs\baseline.tcglog`,
  'Add-HgsAttestationTpmPolicy -Name $name -Path $path -ErrorAction Stop',
);

/** Registers the baseline of hosts whose TPM was registered with the first version of policies, as those of Windows Server 2016 are. */
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
    { name: 'hash', comment: 'the SHA-256 of the public key, as read out on the host' },
    { name: 'name', comment: 'the name to register it under' },
  ),
  'Add-HgsAttestationDumpPolicy -Name $name -PublicKeyHash $hash -ErrorAction Stop',
);

export const READ_HOST_GROUPS = 'Get-HgsAttestationHostGroup';
export const READ_HGS_SERVER = 'Get-HgsServer';
export const READ_POLICIES = 'Get-HgsAttestationPolicy';
export const DIAGNOSE_HGS = 'Get-HgsTrace -RunDiagnostics';
export const RENEW_SIGNER = String.raw`Start-ScheduledTask -TaskPath '\Microsoft\Windows\HGSServer\' -TaskName 'AttestationSignerCertRenewalTask'`;

export const ADD_TO_GROUP = script(
  blanks(
    { name: 'group', comment: 'the security group that HGS trusts' },
    { name: 'computer', comment: 'the host, as HV-01$' },
  ),
  'Add-ADGroupMember -Identity $group -Members $computer -ErrorAction Stop',
);
