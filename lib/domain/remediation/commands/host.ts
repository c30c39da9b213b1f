import { blanks, native, plainScript, script } from './script';
import { SCRIPT_TEXTS } from './script-texts';

const DEVICE_GUARD = String.raw`HKLM\SYSTEM\CurrentControlSet\Control\DeviceGuard`;
const CRASH_CONTROL = String.raw`HKLM\SYSTEM\CurrentControlSet\Control\CrashControl`;
const NET_FRAMEWORK = String.raw`HKLM\SOFTWARE\Microsoft\.NETFramework\v4.0.30319`;

const setDword = (key: string, name: string, value: number) =>
  native(`reg add "${key}" /v ${name} /t REG_DWORD /d ${value} /f`, `${name}${SCRIPT_TEXTS.notSet}`);

export const READ_STATUS = 'Get-HgsClientConfiguration | Format-List AttestationStatus, AttestationSubstatus';
export const READ_CLIENT = 'Get-HgsClientConfiguration';
/** The client's own service, and WMI, through which it is read. */
export const READ_HGS_SERVICE = 'Get-Service -Name HgClientService, Winmgmt';
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
  `if ("$($feature.InstallState)" -eq 'Installed') { '${SCRIPT_TEXTS.installed}' }`,
  `else { Install-WindowsFeature -Name HostGuardian -ErrorAction Stop }`,
);

export const SET_HGS_URLS = script(
  blanks(
    { name: 'attestation', comment: `https://hgs.example/Attestation${SCRIPT_TEXTS.fromHgs}` },
    { name: 'keyProtection', comment: `https://hgs.example/KeyProtection${SCRIPT_TEXTS.fromHgs}` },
  ),
  `Set-HgsClientConfiguration -AttestationServerUrl $attestation -KeyProtectionServerUrl $keyProtection -ErrorAction Stop`,
);

export const RESYNC_CLOCK = script(
  native('w32tm /query /source', SCRIPT_TEXTS.noTimeService),
  native('w32tm /resync', SCRIPT_TEXTS.notResynced),
);

/** No edition of Windows Server has it installed, and it works only after a restart. */
export const BITLOCKER_IS_READY = `"$((Get-WindowsFeature -Name BitLocker -ErrorAction Stop).InstallState)" -eq 'Installed'`;

export const INSTALL_BITLOCKER = script(
  `$feature = Get-WindowsFeature -Name BitLocker -ErrorAction Stop`,
  `if ("$($feature.InstallState)" -eq 'Installed') { '${SCRIPT_TEXTS.installed}' }`,
  `else { Install-WindowsFeature -Name BitLocker -IncludeManagementTools -ErrorAction Stop }`,
);

/** Encrypts nothing before the recovery password is in the directory. */
export const ENABLE_BITLOCKER = script(
  `if (-not (${BITLOCKER_IS_READY})) { throw '${SCRIPT_TEXTS.noBitLocker}' }`,
  `$drive = $env:SystemDrive
$volume = Get-BitLockerVolume -MountPoint $drive -ErrorAction Stop
$status = "$($volume.VolumeStatus)"
if ($status -eq 'FullyEncrypted' -and "$($volume.ProtectionStatus)" -eq 'On') { return "$drive${SCRIPT_TEXTS.isProtected}" }
if ($status -notin 'FullyDecrypted', 'FullyEncrypted') { throw "$drive${SCRIPT_TEXTS.waitForStatus}" }`,
  `if ("$($volume.KeyProtector.KeyProtectorType)" -notmatch 'RecoveryPassword') {
  Add-BitLockerKeyProtector -MountPoint $drive -RecoveryPasswordProtector -ErrorAction Stop -WarningAction SilentlyContinue | Out-Null
}
$id = (Get-BitLockerVolume -MountPoint $drive -ErrorAction Stop).KeyProtector |
  Where-Object { "$($_.KeyProtectorType)" -eq 'RecoveryPassword' } |
  Select-Object -Last 1 -ExpandProperty KeyProtectorId
if (-not $id) { throw '${SCRIPT_TEXTS.noRecoveryPassword}' }
Backup-BitLockerKeyProtector -MountPoint $drive -KeyProtectorId $id -ErrorAction Stop | Out-Null`,
  `if ($status -eq 'FullyEncrypted') { Resume-BitLocker -MountPoint $drive -ErrorAction Stop }`,
  `else { Enable-BitLocker -MountPoint $drive -EncryptionMethod XtsAes256 -TpmProtector -SkipHardwareTest -ErrorAction Stop }`,
);

export const SUSPEND_BITLOCKER = script(
  `if (-not (Get-Command -Name Get-BitLockerVolume -ErrorAction SilentlyContinue)) { return "${SCRIPT_TEXTS.nothingToSuspend}" }`,
  `$volume = Get-BitLockerVolume -MountPoint $env:SystemDrive -ErrorAction Stop`,
  `if ("$($volume.ProtectionStatus)" -ne 'On') { '${SCRIPT_TEXTS.bitLockerOff}' }`,
  `else { Suspend-BitLocker -MountPoint $env:SystemDrive -RebootCount 1 -ErrorAction Stop }`,
);

export const ENCRYPT_PAGEFILE = script(
  native('fsutil behavior set encryptpagingfile 1', SCRIPT_TEXTS.pagefileFailed),
);

export const HIBERNATE_OFF = script(native('powercfg /hibernate off', SCRIPT_TEXTS.hibernationFailed));

export const DUMPS_OFF = script(setDword(String.raw`${CRASH_CONTROL}\ForceDumpsDisabled`, 'GuardedHost', 1));

export const ENCRYPT_DUMPS = script(
  blanks(
    { name: 'configure', comment: SCRIPT_TEXTS.dumpScript },
    {
      name: 'certificate',
      comment: String.raw`Cert:\LocalMachine\My\<thumbprint>${SCRIPT_TEXTS.publicPart}`,
    },
  ),
  `$item = Get-Item -Path $certificate -ErrorAction Stop`,
  `& $configure -Certificate $item -Force`,
);

/**
 * HGS registers the SHA-256 of the public key. Windows PowerShell and PowerShell 7 write bytes in different
 * ways.
 */
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

/**
 * Requiring DMA protection that the hardware does not offer would keep virtualisation-based security from
 * starting.
 */
export const REQUIRE_DMA = script(
  String.raw`$guard = Get-CimInstance -Namespace root\Microsoft\Windows\DeviceGuard -ClassName Win32_DeviceGuard -ErrorAction Stop`,
  `if ($guard.AvailableSecurityProperties -notcontains 3) { throw '${SCRIPT_TEXTS.noIommu}' }`,
  setDword(DEVICE_GUARD, 'EnableVirtualizationBasedSecurity', 1),
  setDword(DEVICE_GUARD, 'RequirePlatformSecurityFeatures', 3),
);

export const ENABLE_HVCI = script(
  setDword(DEVICE_GUARD, 'EnableVirtualizationBasedSecurity', 1),
  setDword(String.raw`${DEVICE_GUARD}\Scenarios\HypervisorEnforcedCodeIntegrity`, 'Enabled', 1),
);

export const DEBUG_OFF = script(native('bcdedit /debug off', SCRIPT_TEXTS.debugFailed));

export const USE_SYSTEM_TLS = script(
  native(
    `reg add ${NET_FRAMEWORK} /v SystemDefaultTlsVersions /t REG_DWORD /d 1 /f /reg:64`,
    SCRIPT_TEXTS.view64NotSet,
  ),
  native(
    `reg add ${NET_FRAMEWORK} /v SystemDefaultTlsVersions /t REG_DWORD /d 1 /f /reg:32`,
    SCRIPT_TEXTS.view32NotSet,
  ),
);

export const READ_SYSTEM_TLS = [
  `reg query ${NET_FRAMEWORK} /v SystemDefaultTlsVersions /reg:64`,
  `reg query ${NET_FRAMEWORK} /v SystemDefaultTlsVersions /reg:32`,
].join('\n');

export const TEST_HGS_CONNECTION = plainScript(
  `$client = Get-HgsClientConfiguration -ErrorAction Stop
foreach ($url in $client.AttestationServerUrl, $client.KeyProtectionServerUrl) {
  if (-not $url) { throw '${SCRIPT_TEXTS.noUrls}' }
  $hgs = [uri]$url
  Resolve-DnsName -Name $hgs.Host -ErrorAction Stop
  Test-NetConnection -ComputerName $hgs.Host -Port $hgs.Port -ErrorAction Stop
}`,
);

/** Data for HGS leaves the host as a file with its hash, and a person carries both. */
const hashOf = (path: string) =>
  `Get-FileHash -Path ${path} -Algorithm SHA256 -ErrorAction Stop | Format-List Path, Hash`;

const newFile = (extension: string) =>
  String.raw`New-Item -Path 'C:\hgs' -ItemType Directory -Force -ErrorAction Stop | Out-Null
$path = "C:\hgs\$env:COMPUTERNAME-$(Get-Date -Format yyyyMMdd-HHmmss).${extension}"`;

/** The switch does not change the file: it silences errors about policies that this HGS may not have. */
export const CAPTURE_BASELINE = script(
  `$skipValidation = $false  # ${SCRIPT_TEXTS.skipValidation}`,
  newFile('tcglog'),
  `Get-HgsAttestationBaselinePolicy -Path $path -SkipValidation:$skipValidation -ErrorAction Stop`,
  hashOf('$path'),
);

export const EXPORT_TPM_IDENTITY = script(
  newFile('xml'),
  `$identity = Get-PlatformIdentifier -Name $env:COMPUTERNAME -ErrorAction Stop
$identity.InnerXml | Out-File -FilePath $path -Encoding UTF8 -ErrorAction Stop`,
  hashOf('$path'),
);

export const MAKE_HOST_KEY = script('Set-HgsClientHostKey -ErrorAction Stop');

export const EXPORT_HOST_KEY = script(
  newFile('cer'),
  `Get-HgsClientHostKey -Path $path -ErrorAction Stop`,
  hashOf('$path'),
);

/**
 * The policy is in audit mode, like every result of New-CIPolicy; the levels are those that the vendor
 * recommends for guarded hosts.
 */
export const MAKE_CI_POLICY = script(
  newFile('xml'),
  String.raw`$binary = $path -replace '\.xml$', '-audit.p7b'`,
  `New-CIPolicy -Level Publisher -Fallback Hash -FilePath $path -UserPEs -ErrorAction Stop
ConvertFrom-CIPolicy -XmlFilePath $path -BinaryFilePath $binary -ErrorAction Stop`,
  hashOf('$binary'),
);

/** Programs and drivers, then scripts and installers, which have separate logs. */
export const READ_CI_EVENTS = [
  `Get-WinEvent -FilterHashtable @{ LogName = 'Microsoft-Windows-CodeIntegrity/Operational'; Id = 3076 } -MaxEvents 50 | Format-List TimeCreated, Message`,
  `Get-WinEvent -FilterHashtable @{ LogName = 'Microsoft-Windows-AppLocker/MSI and Script'; Id = 8028, 8029 } -MaxEvents 50 | Format-List TimeCreated, Id, Message`,
].join('\n');

/**
 * Option 3 is audit mode. The file of the audit policy is kept: the two differ, and HGS must know the one in
 * use.
 */
export const ENFORCE_CI_POLICY = script(
  blanks({ name: 'path', comment: String.raw`${SCRIPT_TEXTS.testedPolicy}C:\hgs\HV-01-20260115-093000.xml` }),
  String.raw`$binary = $path -replace '\.xml$', '-enforced.p7b'
if ($binary -eq $path) { throw '${SCRIPT_TEXTS.xmlPath}' }`,
  `Set-RuleOption -FilePath $path -Option 3 -Delete -ErrorAction Stop
ConvertFrom-CIPolicy -XmlFilePath $path -BinaryFilePath $binary -ErrorAction Stop`,
  hashOf('$binary'),
);

export const DEPLOY_CI_POLICY = script(
  blanks(
    { name: 'path', comment: String.raw`${SCRIPT_TEXTS.knownPolicy}C:\hgs\policy.p7b` },
    { name: 'sha256', comment: SCRIPT_TEXTS.hashFromHgs },
  ),
  `if ((Get-FileHash -Path $path -Algorithm SHA256 -ErrorAction Stop).Hash -ne $sha256) { throw '${SCRIPT_TEXTS.otherFile}' }
$update = @{ Namespace = 'root/Microsoft/Windows/CI'; ClassName = 'PS_UpdateAndCompareCIPolicy'; MethodName = 'Update' }
$result = Invoke-CimMethod @update -Arguments @{ FilePath = $path } -ErrorAction Stop
if ($result.ReturnValue -ne 0) { throw "${SCRIPT_TEXTS.policyRefused}$($result.ReturnValue)" }`,
);

export const TEST_SERVER_CONNECTION = plainScript(
  blanks({
    name: 'server',
    comment: `${SCRIPT_TEXTS.serverAddress}https://fabric.example${SCRIPT_TEXTS.orWithPort}`,
  }),
  `if ($server -notmatch '^https?://[^/]') { throw '${SCRIPT_TEXTS.wholeAddress}' }
Test-GuardedFabricHost -Server $server -ErrorAction Stop | Format-List`,
);

export const READ_AGENT_TASK = `Get-ScheduledTask -TaskName 'GuardedFabricAgent' | Get-ScheduledTaskInfo`;

export const TEST_DOMAIN_TRUST = 'Test-ComputerSecureChannel';
