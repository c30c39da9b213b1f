import { blanks, native, script } from './script';

const DEVICE_GUARD = String.raw`HKLM\SYSTEM\CurrentControlSet\Control\DeviceGuard`;
const CRASH_CONTROL = String.raw`HKLM\SYSTEM\CurrentControlSet\Control\CrashControl`;
const NET_FRAMEWORK = String.raw`HKLM\SOFTWARE\Microsoft\.NETFramework\v4.0.30319`;

const setDword = (key: string, name: string, value: number) =>
  native(
    `reg add "${key}" /v ${name} /t REG_DWORD /d ${value} /f`,
    `${name} could not be set: stopped here.`,
  );

export const READ_STATUS = 'Get-HgsClientConfiguration | Format-List AttestationStatus, AttestationSubstatus';
export const READ_CLIENT = 'Get-HgsClientConfiguration';
/** The client's own service, and WMI, through which it is read. */
export const READ_HGS_SERVICE = 'Get-Service -Name HgsClientService, Winmgmt';
export const TEST_AGENT = 'Test-GuardedFabricHost | Format-List';
export const DIAGNOSE = 'Get-HgsTrace -RunDiagnostics -Detailed';
export const ATTEST_NOW = 'Test-HgsClientConfiguration';
export const ATTEST_PRIMARY = 'Test-HgsClientConfiguration -UsePrimary';
export const READ_TPM = 'Get-Tpm';
export const READ_TPM_EVENTS = `Get-WinEvent -ProviderName 'Microsoft-Windows-TPM-WMI' -MaxEvents 20 | Format-List TimeCreated, Id, Message`;
export const READ_HGS_EVENTS = `Get-WinEvent -LogName 'Microsoft-Windows-HostGuardianService-Client/Admin' -MaxEvents 20 | Format-List TimeCreated, Id, Message`;
export const READ_SECURE_BOOT = 'Confirm-SecureBootUEFI';
export const READ_SECURE_BOOT_UPDATE = String.raw`reg query HKLM\SYSTEM\CurrentControlSet\Control\SecureBoot\Servicing`;
export const READ_FEATURE = 'Get-WindowsFeature -Name HostGuardian';
export const READ_BITLOCKER =
  'Get-BitLockerVolume -MountPoint $env:SystemDrive | Format-List VolumeStatus, ProtectionStatus, EncryptionPercentage';
export const READ_PAGEFILE = 'fsutil behavior query encryptpagingfile';
export const READ_BOOT_ENTRY = `bcdedit /enum '{current}'`;
export const READ_DEVICE_GUARD = String.raw`Get-CimInstance -Namespace root\Microsoft\Windows\DeviceGuard -ClassName Win32_DeviceGuard | Format-List *Security*, *CodeIntegrity*`;
export const READ_TIME = 'w32tm /query /status';
export const READ_RAW_CLIENT = String.raw`Invoke-CimMethod -Namespace Root\Microsoft\Windows\Hgs -ClassName MSFT_HgsClientConfiguration -MethodName Get | Select-Object -ExpandProperty cmdletOutput`;

export const INSTALL_FEATURE = script(
  `$feature = Get-WindowsFeature -Name HostGuardian -ErrorAction Stop`,
  `if ("$($feature.InstallState)" -eq 'Installed') { 'Already installed: nothing was changed.' }`,
  `else { Install-WindowsFeature -Name HostGuardian -ErrorAction Stop }`,
);

export const SET_HGS_URLS = script(
  blanks(
    { name: 'attestation', comment: 'https://hgs.example/Attestation, from the HGS administrator' },
    { name: 'keyProtection', comment: 'https://hgs.example/KeyProtection, from the HGS administrator' },
  ),
  `Set-HgsClientConfiguration -AttestationServerUrl $attestation -KeyProtectionServerUrl $keyProtection -ErrorAction Stop`,
);

export const RESYNC_CLOCK = script(
  native('w32tm /query /source', 'The time service did not answer: is W32Time running?'),
  native('w32tm /resync', 'The clock was not resynchronised: check the time source above.'),
);

/** Encrypts nothing before the recovery password is in the directory. */
export const ENABLE_BITLOCKER = script(
  `$drive = $env:SystemDrive
$volume = Get-BitLockerVolume -MountPoint $drive -ErrorAction Stop
$status = "$($volume.VolumeStatus)"
if ($status -eq 'FullyEncrypted' -and "$($volume.ProtectionStatus)" -eq 'On') { return "$drive is protected: nothing was changed." }
if ($status -notin 'FullyDecrypted', 'FullyEncrypted') { throw "$drive is $status : wait until that has ended." }`,
  `if ("$($volume.KeyProtector.KeyProtectorType)" -notmatch 'RecoveryPassword') {
  Add-BitLockerKeyProtector -MountPoint $drive -RecoveryPasswordProtector -ErrorAction Stop -WarningAction SilentlyContinue | Out-Null
}
$id = (Get-BitLockerVolume -MountPoint $drive -ErrorAction Stop).KeyProtector |
  Where-Object { "$($_.KeyProtectorType)" -eq 'RecoveryPassword' } |
  Select-Object -Last 1 -ExpandProperty KeyProtectorId
if (-not $id) { throw 'There is no recovery password, so nothing is encrypted.' }
Backup-BitLockerKeyProtector -MountPoint $drive -KeyProtectorId $id -ErrorAction Stop | Out-Null`,
  `if ($status -eq 'FullyEncrypted') { Resume-BitLocker -MountPoint $drive -ErrorAction Stop }`,
  `else { Enable-BitLocker -MountPoint $drive -EncryptionMethod XtsAes256 -TpmProtector -SkipHardwareTest -ErrorAction Stop }`,
);

export const SUSPEND_BITLOCKER = script(
  `$volume = Get-BitLockerVolume -MountPoint $env:SystemDrive -ErrorAction Stop`,
  `if ("$($volume.ProtectionStatus)" -ne 'On') { 'BitLocker is not on: nothing to suspend.' }`,
  `else { Suspend-BitLocker -MountPoint $env:SystemDrive -RebootCount 1 -ErrorAction Stop }`,
);

export const ENCRYPT_PAGEFILE = script(
  native('fsutil behavior set encryptpagingfile 1', 'Page file encryption could not be turned on.'),
);

export const HIBERNATE_OFF = script(
  native('powercfg /hibernate off', 'Hibernation could not be turned off.'),
);

export const DUMPS_OFF = script(setDword(String.raw`${CRASH_CONTROL}\ForceDumpsDisabled`, 'GuardedHost', 1));

export const ENCRYPT_DUMPS = script(
  blanks(
    { name: 'configure', comment: 'path of Set-DumpEncryptionConfiguration.ps1, which Microsoft provides' },
    {
      name: 'certificate',
      comment: String.raw`Cert:\LocalMachine\My\<thumbprint>, RSA 2048 bit, public part`,
    },
  ),
  `$item = Get-Item -Path $certificate -ErrorAction Stop`,
  `& $configure -Certificate $item -Force`,
);

/** HGS registers the SHA-256 of the public key. The two ways to write bytes are Windows PowerShell's and PowerShell 7's. */
export const HASH_DUMP_KEY = script(
  String.raw`$certificate = 'HKLM:\SYSTEM\CurrentControlSet\Control\CrashControl\EncryptionCertificates\Certificate.1'`,
  `$key = (Get-ItemProperty -Path $certificate -Name PublicKey -ErrorAction Stop).PublicKey
$bytes = @{ Encoding = 'Byte' }
if ($PSVersionTable.PSVersion.Major -ge 6) { $bytes = @{ AsByteStream = $true } }
$file = New-TemporaryFile -ErrorAction Stop
Set-Content -Path $file -Value $key @bytes -ErrorAction Stop
Get-FileHash -Path $file -Algorithm SHA256 -ErrorAction Stop | Format-List Algorithm, Hash
Remove-Item -Path $file -ErrorAction Stop`,
);

export const REQUIRE_VBS = script(
  String.raw`$required = (Get-ItemProperty -Path 'HKLM:\SYSTEM\CurrentControlSet\Control\DeviceGuard' -Name RequirePlatformSecurityFeatures -ErrorAction SilentlyContinue).RequirePlatformSecurityFeatures`,
  setDword(DEVICE_GUARD, 'EnableVirtualizationBasedSecurity', 1),
  `if ($required -notin 1, 3) {
${setDword(DEVICE_GUARD, 'RequirePlatformSecurityFeatures', 1)}
}`,
);

/** Requiring DMA protection that the hardware does not offer would keep virtualisation-based security from starting. */
export const REQUIRE_DMA = script(
  String.raw`$guard = Get-CimInstance -Namespace root\Microsoft\Windows\DeviceGuard -ClassName Win32_DeviceGuard -ErrorAction Stop`,
  `if ($guard.AvailableSecurityProperties -notcontains 3) { throw 'Windows sees no IOMMU: enable VT-d or AMD-Vi in the firmware first.' }`,
  setDword(DEVICE_GUARD, 'EnableVirtualizationBasedSecurity', 1),
  setDword(DEVICE_GUARD, 'RequirePlatformSecurityFeatures', 3),
);

export const ENABLE_HVCI = script(
  setDword(DEVICE_GUARD, 'EnableVirtualizationBasedSecurity', 1),
  setDword(String.raw`${DEVICE_GUARD}\Scenarios\HypervisorEnforcedCodeIntegrity`, 'Enabled', 1),
);

export const DEBUG_OFF = script(native('bcdedit /debug off', 'Kernel debugging could not be turned off.'));

export const USE_SYSTEM_TLS = script(
  native(
    `reg add ${NET_FRAMEWORK} /v SystemDefaultTlsVersions /t REG_DWORD /d 1 /f /reg:64`,
    'The 64-bit view could not be set: stopped here.',
  ),
  native(
    `reg add ${NET_FRAMEWORK} /v SystemDefaultTlsVersions /t REG_DWORD /d 1 /f /reg:32`,
    'The 32-bit view could not be set: set it too before you go on.',
  ),
);

export const READ_SYSTEM_TLS = [
  `reg query ${NET_FRAMEWORK} /v SystemDefaultTlsVersions /reg:64`,
  `reg query ${NET_FRAMEWORK} /v SystemDefaultTlsVersions /reg:32`,
].join('\n');

export const TEST_HGS_CONNECTION = script(
  `$client = Get-HgsClientConfiguration -ErrorAction Stop
foreach ($url in $client.AttestationServerUrl, $client.KeyProtectionServerUrl) {
  if (-not $url) { throw 'The HGS URLs are not set on this host.' }
  $hgs = [uri]$url
  Resolve-DnsName -Name $hgs.Host -ErrorAction Stop
  Test-NetConnection -ComputerName $hgs.Host -Port $hgs.Port -ErrorAction Stop
}`,
);

/** What HGS needs leaves the host as a file with its hash, and a person carries both. */
const hashOf = (path: string) =>
  `Get-FileHash -Path ${path} -Algorithm SHA256 -ErrorAction Stop | Format-List Path, Hash`;

const newFile = (extension: string) =>
  String.raw`New-Item -Path 'C:\hgs' -ItemType Directory -Force -ErrorAction Stop | Out-Null
$path = "C:\hgs\$env:COMPUTERNAME-$(Get-Date -Format yyyyMMdd-HHmmss).${extension}"`;

export const CAPTURE_BASELINE = script(
  newFile('tcglog'),
  `Get-HgsAttestationBaselinePolicy -Path $path -ErrorAction Stop`,
  hashOf('$path'),
);

export const EXPORT_TPM_IDENTITY = script(
  newFile('xml'),
  `$identity = Get-PlatformIdentifier -Name $env:COMPUTERNAME -ErrorAction Stop
$identity.InnerXml | Out-File -FilePath $path -Encoding UTF8 -ErrorAction Stop`,
  hashOf('$path'),
);

export const MAKE_HOST_KEY = 'Set-HgsClientHostKey';

export const EXPORT_HOST_KEY = script(
  newFile('cer'),
  `Get-HgsClientHostKey -Path $path -ErrorAction Stop`,
  hashOf('$path'),
);

/** The policy is in audit mode, as New-CIPolicy makes every one; levels as the vendor recommends for guarded hosts. */
export const MAKE_CI_POLICY = script(
  newFile('xml'),
  String.raw`$binary = $path -replace '\.xml$', '-audit.p7b'`,
  `New-CIPolicy -Level Publisher -Fallback Hash -FilePath $path -UserPEs -ErrorAction Stop
ConvertFrom-CIPolicy -XmlFilePath $path -BinaryFilePath $binary -ErrorAction Stop`,
  hashOf('$binary'),
);

export const READ_CI_EVENTS = `Get-WinEvent -FilterHashtable @{ LogName = 'Microsoft-Windows-CodeIntegrity/Operational'; Id = 3076 } -MaxEvents 50 | Format-List TimeCreated, Message`;

/** Option 3 is audit mode. The audit policy's file stays as it is: both differ, and HGS must know the one in use. */
export const ENFORCE_CI_POLICY = script(
  blanks({ name: 'path', comment: String.raw`the tested policy as XML: C:\hgs\HV-01-20260115-093000.xml` }),
  String.raw`$binary = $path -replace '\.xml$', '-enforced.p7b'
if ($binary -eq $path) { throw 'The path must end with .xml.' }`,
  `Set-RuleOption -FilePath $path -Option 3 -Delete -ErrorAction Stop
ConvertFrom-CIPolicy -XmlFilePath $path -BinaryFilePath $binary -ErrorAction Stop`,
  hashOf('$binary'),
);

export const DEPLOY_CI_POLICY = script(
  blanks(
    { name: 'path', comment: String.raw`the policy that HGS knows, on this host: C:\hgs\policy.p7b` },
    { name: 'sha256', comment: 'its hash, from the HGS administrator' },
  ),
  `if ((Get-FileHash -Path $path -Algorithm SHA256 -ErrorAction Stop).Hash -ne $sha256) { throw 'The file is not the one that HGS knows: its hash differs.' }
$update = @{ Namespace = 'root/Microsoft/Windows/CI'; ClassName = 'PS_UpdateAndCompareCIPolicy'; MethodName = 'Update' }
$result = Invoke-CimMethod @update -Arguments @{ FilePath = $path } -ErrorAction Stop
if ($result.ReturnValue -ne 0) { throw "The policy was not taken: $($result.ReturnValue)" }`,
);

export const TEST_SERVER_CONNECTION = script(
  blanks({
    name: 'server',
    comment: 'the address the agent was given: https://fabric.example or https://fabric.example:8443',
  }),
  `if ($server -notmatch '^https?://[^/]') { throw 'Fill in the whole address, with https:// before the name.' }
Test-GuardedFabricHost -Server $server -ErrorAction Stop | Format-List`,
);

export const READ_AGENT_TASK = `Get-ScheduledTask -TaskName 'GuardedFabricAgent' | Get-ScheduledTaskInfo`;

export const TEST_DOMAIN_TRUST = 'Test-ComputerSecureChannel';
