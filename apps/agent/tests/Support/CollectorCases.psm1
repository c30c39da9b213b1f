# Every case that a collector has to be right in, as data: what is wrong with the host, and what must come of it.
# Kinds: works, missing (what it asks does not exist), denied, throws, hangs, odd.
$kinds = 'works', 'missing', 'denied', 'throws', 'hangs', 'odd'

function New-Case {
    param([string]$Kind, [string]$Name, [scriptblock]$Change = {}, [string]$Status = 'ok', [hashtable]$Value = @{}, [string]$Reason = '', [string[]]$Without = @(), [hashtable]$Environment = @{})
    @{ Kind = $Kind; Name = $Name; Change = $Change; Status = $Status; Value = $Value; Reason = $Reason; Without = $Without; Environment = $Environment }
}

# What goes wrong with a source, a command or a WMI class, goes wrong with the fact: never as if it were "off".
function New-SourceCase {
    param([string[]]$Source, [string[]]$Module)
    foreach ($name in $Source) {
        New-Case denied "$name is refused" { param($table) $table['throw'] = @{ $name = 'Access denied' } }.GetNewClosure() failed -Reason 'Access denied'
        New-Case throws "$name fails" { param($table) $table['throw'] = @{ $name = 'The service did not respond' } }.GetNewClosure() failed -Reason 'did not respond'
    }
    foreach ($name in $Module) { New-Case missing "module $name" -Status unavailable -Without $name -Reason 'does not exist|is not installed' }
}

# The same for what is read from the registry by way of WMI, where "not there" and "not allowed" are numbers.
function New-RegistryCase {
    param([string]$Key, [hashtable]$Nothing)
    $remove = { param($table) foreach ($name in @($table.registry.Keys)) { if ($name -match $Key) { $table.registry.Remove($name) } } }.GetNewClosure()
    New-Case denied 'the key is refused' { param($table) $table.registry['denied'] = $Key }.GetNewClosure() failed -Reason 'code 5'
    New-Case throws 'the registry provider fails' { param($table) $table['throw'] = @{ 'StdRegProv.GetDWORDValue' = 'Provider failure' } } failed -Reason 'Provider failure'
    New-Case missing 'the registry provider' { param($table) $table['missing'] = @('StdRegProv.GetDWORDValue') } unavailable -Reason 'Invalid StdRegProv'
    New-Case odd 'no such keys: null, not 0' $remove -Value $Nothing
}

function Set-Client {
    param([hashtable]$With, [string[]]$Remove = @('CimInstanceProperties'))
    {
        param($table)
        $client = $table.commands['Get-HgsClientConfiguration']
        foreach ($name in $Remove) { $client.Remove($name) }
        foreach ($key in $With.Keys) { $client[$key] = $With[$key] }
    }.GetNewClosure()
}

function Get-HgsClientCase {
    New-SourceCase -Source Get-HgsClientConfiguration -Module HgsClient
    New-Case missing 'its WMI namespace' { param($table) $table['absent'] = @('Get-HgsClientConfiguration') } unavailable -Reason 'Invalid namespace'
    New-Case odd 'the seven properties of 2016' (Set-Client @{} -Remove CimInstanceProperties, FallbackAttestationServerUrl, FallbackKeyProtectionServerUrl, IsFallbackInUse) -Value @{ attestationStatus = 'InsecureHostConfiguration'; fallbackAttestationServerUrl = $null; isFallbackInUse = $null }
    New-Case odd 'the ten properties of 2019, the fallback as one text' (Set-Client @{ FallbackAttestationServerUrl = 'http://one/Attestation'; IsFallbackInUse = $true }) -Value @{ fallbackAttestationServerUrl = @('http://one/Attestation'); isFallbackInUse = $true }
    New-Case odd 'enumerations as integers' (Set-Client @{ Mode = 2; AttestationOperationMode = 1; AttestationStatus = 303; AttestationSubstatus = 1536 }) -Value @{ attestationStatus = $null; attestationStatusCode = 303; attestationSubstatus = $null; attestationSubstatusCode = '1536'; modeCode = 2; attestationOperationModeCode = 1 }
    New-Case odd 'names shown, numbers below' { } -Value @{ attestationStatus = 'InsecureHostConfiguration'; attestationStatusCode = 303; attestationSubstatusCode = '1536' }
    $separated = @{ comma = 'BitLocker, Iommu'; semicolon = 'BitLocker;Iommu'; bar = 'BitLocker | Iommu'; space = 'BitLocker Iommu'; 'line break' = "BitLocker`nIommu"; none = 'BitLockerIommu' }
    foreach ($key in $separated.Keys) { New-Case odd "several substatuses by $key" (Set-Client @{ AttestationSubstatus = $separated[$key] }) -Value @{ attestationSubstatus = $separated[$key] } }
    New-Case odd 'several substatuses as a list' (Set-Client @{ AttestationSubstatus = @('BitLocker', 'Iommu') }) -Value @{ attestationSubstatus = 'BitLocker, Iommu' }
    New-Case odd 'nothing returned' { param($table) $table.commands.Remove('Get-HgsClientConfiguration') } failed -Reason 'returned nothing'
    New-Case odd 'a status of a Windows to come' (Set-Client @{ AttestationStatus = 'NewStatus'; Unheard = 1 }) -Value @{ attestationStatus = 'NewStatus' }
}

# Who a host is comes from several places; the loss of one costs that value and nothing else.
function Get-HostCase {
    foreach ($class in 'Win32_ComputerSystemProduct', 'Win32_OperatingSystem', 'Win32_BIOS', 'Win32_ComputerSystem') {
        $lost = @{ Win32_ComputerSystemProduct = 'machineId'; Win32_OperatingSystem = 'osVersion'; Win32_BIOS = 'firmwareVersion'; Win32_ComputerSystem = 'fqdn' }[$class]
        New-Case denied "$class is refused" { param($table) $table['throw'] = @{ $class = 'Access denied' } }.GetNewClosure() -Value @{ $lost = $null; hostname = 'HV-PAR-0309' }
        New-Case throws "$class fails" { param($table) $table['throw'] = @{ $class = 'Failure' } }.GetNewClosure() -Value @{ $lost = $null; hostname = 'HV-PAR-0309' }
        New-Case missing $class { param($table) $table['missing'] = @($class) }.GetNewClosure() -Value @{ $lost = $null; hostname = 'HV-PAR-0309' }
    }
    New-Case odd 'no cluster, no domain, no update number' {
        param($table)
        $table.registry.Remove('Cluster')
        $table.registry.Remove('SOFTWARE\Microsoft\Windows NT\CurrentVersion')
        $table.cim.Win32_ComputerSystem.PartOfDomain = $false
    } -Value @{ cluster = $null; fqdn = $null; osVersion = '10.0.20348' }
    New-Case odd 'a French Windows' { param($table) $table.cim.Win32_OperatingSystem.Caption = "Microsoft Windows Server 2022 Datacenter $([char]0xc9)valuation" } -Value @{ timeZone = 'UTC' }
}

function Get-FeatureCase {
    foreach ($case in New-SourceCase -Source Get-WindowsFeature) {
        $case['Without'] = @('Dism')
        $case
        # A client Windows with the administration tools has that command, which looks at servers alone.
        New-Case $case.Kind "$($case.Name), and the other way is not" $case.Change -Value @{ source = 'OptionalFeature'; installState = 'EnablePending' }
    }
    New-Case missing 'both ways' -Without ServerManager, Dism -Status unavailable -Reason 'Get-WindowsFeature, Get-WindowsOptionalFeature does not exist'
    New-Case odd 'client Windows' -Without ServerManager -Value @{ source = 'OptionalFeature'; installState = 'EnablePending'; restartNeeded = $true }
    New-Case denied 'client Windows, refused' { param($table) $table['throw'] = @{ 'Get-WindowsOptionalFeature' = 'Access denied' } } failed -Without ServerManager -Reason 'Access denied'
    New-Case odd 'client Windows that does not know it' { param($table) $table.commands.Remove('Get-WindowsOptionalFeature') } unavailable -Without ServerManager -Reason 'does not know'
    New-Case odd 'server Windows that does not know it' { param($table) $table.commands.Remove('Get-WindowsFeature') } unavailable -Without Dism -Reason 'does not know'
    New-Case odd 'client Windows that says in an error that it does not know it' { param($table) $table['throw'] = @{ 'Get-WindowsOptionalFeature' = 'Le nom de fonctionnalite est inconnu. (0x800F080C)' } } unavailable -Without ServerManager -Reason 'does not know'
    New-Case odd 'installed, waiting for the restart' { param($table) $table.commands['Get-WindowsFeature'].InstallState = 'InstallPending' } -Value @{ installState = 'InstallPending'; restartNeeded = $true }
}

function Get-ShieldedVmCase {
    New-SourceCase -Source Get-VM, Get-VMSecurity -Module Hyper-V
    New-Case odd 'no VMs' { param($table) $table.commands['Get-VM'] = @() } -Value @{ total = 0; running = 0 }
    New-Case odd 'one VM whose security is not told' { param($table) $table.commands['Get-VM'][2]['NoSecurity'] = $true } failed -Reason 'Get-VMSecurity returned nothing'
    New-Case odd 'a single VM' { param($table) $table.commands['Get-VM'] = @($table.commands['Get-VM'][0]) } -Value @{ total = 1; running = 1 }
}

function Get-ClockCase {
    New-Case missing 'no w32tm' -Status unavailable -Environment @{ SystemRoot = '/nowhere' } -Reason 'w32tm does not exist'
    New-Case denied 'w32tm is refused' -Status failed -Environment @{ GF_STUB_W32TM = 'denied' } -Reason 'code 5'
    New-Case throws 'w32tm cannot be run' -Status failed -Environment @{ SystemRoot = 'BROKEN' } -Reason '.'
    New-Case odd 'a French Windows: other words, a decimal comma' -Environment @{ GF_STUB_FRENCH = '1' } -Value @{ offsetSeconds = -0.0021; source = 'dc1.par.fab.example,0x8' }
    New-Case odd 'never synchronised' -Environment @{ GF_STUB_W32TM = 'unsynced' } -Value @{ source = 'Local CMOS Clock'; offsetSeconds = $null; syncedAt = $null }
}

function Get-BootCase {
    New-SourceCase -Source Win32_OperatingSystem
    New-Case missing 'its class' { param($table) $table['missing'] = @('Win32_OperatingSystem') } unavailable -Reason 'Invalid Win32_OperatingSystem'
    New-Case odd 'no such events' { param($table) $table.events = @{} } -Value @{ bootType = $null; resumedAt = $null; lastBootAt = '2026-11-24T05:14:02.000Z' }
    New-Case odd 'the event log is refused' { param($table) $table['throw'] = @{ 'Get-WinEvent' = 'Access denied' } } -Value @{ bootType = $null; lastBootAt = '2026-11-24T05:14:02.000Z' }
    New-Case odd 'slept before this start' { param($table) $table.events['Microsoft-Windows-Power-Troubleshooter'][0].TimeCreated = '2026-11-20T06:00:00Z' } -Value @{ resumedAt = $null }
}

function Get-SecureBootCase {
    New-SourceCase -Source Confirm-SecureBootUEFI -Module SecureBoot
    New-Case denied 'the key is refused' { param($table) $table.registry['denied'] = 'SecureBoot' } failed -Reason 'code 5'
    New-Case odd 'BIOS firmware' { param($table) $table.registry['SYSTEM\CurrentControlSet\Control'].PEFirmwareType = 1 } -Value @{ uefi = $false; enabled = $null }
    New-Case odd 'BIOS firmware that only the cmdlet tells' { param($table) $table.registry.Remove('SYSTEM\CurrentControlSet\Control'); $table.commands['Confirm-SecureBootUEFI'] = 'NotImplemented' } -Value @{ uefi = $false; enabled = $null }
    New-Case odd 'off' { param($table) $table.commands['Confirm-SecureBootUEFI'] = $false } -Value @{ uefi = $true; enabled = $false }
    New-Case odd 'a Windows without the 2023 certificates'' servicing' { param($table) $table.registry.Remove('SYSTEM\CurrentControlSet\Control\SecureBoot\Servicing'); $table.registry.Remove('SYSTEM\CurrentControlSet\Control\SecureBoot') } -Value @{ uefiCa2023Status = $null; uefiCa2023Capable = $null; updateAvailable = $null; error = $null }
    New-Case odd 'started by the new boot manager, the status not written' { param($table) $servicing = $table.registry['SYSTEM\CurrentControlSet\Control\SecureBoot\Servicing']; $servicing.Remove('UEFICA2023Status'); $servicing['WindowsUEFICA2023Capable'] = 2 } -Value @{ uefiCa2023Status = $null; uefiCa2023Capable = 2 }
}

function Get-SecureBootEventCase {
    New-SourceCase -Source Get-WinEvent
    New-Case missing 'the provider' { param($table) $table['noProvider'] = @('Microsoft-Windows-TPM-WMI') } unavailable -Reason 'no event provider|not an event provider'
    New-Case odd 'the newest of each kind, and nothing else of that provider' -Value @{
        latest = @(1801, 1795, 1036); changedAt = '2026-11-22T10:09:00.000Z'
        events = @(
            [ordered]@{ at = '2026-11-23T22:10:00.000Z'; id = 1801 }
            [ordered]@{ at = '2026-11-23T22:09:58.000Z'; id = 1795 }
            [ordered]@{ at = '2026-11-22T10:09:00.000Z'; id = 1036 }
        )
    }
    New-Case odd 'none was ever logged' { param($table) $table.events.Remove('Microsoft-Windows-TPM-WMI') } -Value @{ latest = @(); changedAt = $null; events = @() }
    New-Case odd 'none was ever logged, in French' { param($table) $table.events.Remove('Microsoft-Windows-TPM-WMI'); $table['noEvents'] = "Aucun $([char]0xe9)v$([char]0xe9)nement" } -Value @{ latest = @(); changedAt = $null; events = @() }
    New-Case odd 'nothing was written so far' { param($table) $table.events['Microsoft-Windows-TPM-WMI'] = @(@{ TimeCreated = '2026-11-23T22:10:00Z'; Id = 1801 }) } -Value @{ latest = @(1801); changedAt = $null }
    New-Case odd 'when the host was started is not known' { param($table) $table['throw'] = @{ Win32_OperatingSystem = 'Failure' } } -Value @{ latest = @(1801, 1795, 1036) }
}

function Get-BitLockerCase {
    New-SourceCase -Source Get-BitLockerVolume -Module BitLocker
    New-Case odd 'no volume' { param($table) $table.commands.Remove('Get-BitLockerVolume') } failed -Reason 'returned nothing'
    New-Case odd 'numbers instead of names, no protectors' { param($table) $table.commands['Get-BitLockerVolume'] = @{ MountPoint = 'C:'; VolumeStatus = 1; ProtectionStatus = 1; EncryptionPercentage = 100; KeyProtector = @() } } -Value @{ volumeStatus = '1'; protectionStatus = '1'; keyProtectorTypes = @() }
}

function Get-CodeIntegrityCase {
    New-Case missing 'no folder' -Status unavailable -Environment @{ SystemRoot = '/nowhere' } -Reason 'There is no folder'
    New-Case denied 'a policy that cannot be opened' -Status failed -Environment @{ SystemRoot = 'BROKEN' } -Reason '.'
    New-Case throws 'a policy that leads in circles' -Status failed -Environment @{ SystemRoot = 'CIRCLE' } -Reason '.'
    New-Case odd 'no policy' -Environment @{ SystemRoot = 'EMPTY' } -Value @{ policies = @() }
}

function Get-TpmCase {
    New-SourceCase -Source Get-Tpm -Module TrustedPlatformModule
    New-Case odd 'no TPM' { param($table) $table.commands['Get-Tpm'] = @{ TpmPresent = $false; TpmReady = $false } } -Value @{ present = $false; ready = $false; enabled = $null; manufacturerId = $null }
    New-Case odd 'nothing returned' { param($table) $table.commands.Remove('Get-Tpm') } failed -Reason 'returned nothing'
    New-Case odd 'a maker by number only' { param($table) $table.commands['Get-Tpm'].Remove('ManufacturerIdTxt') } -Value @{ manufacturerId = '1229870147' }
}

function Get-ClusterCase {
    New-SourceCase -Source Get-Cluster, Get-ClusterNode -Module FailoverClusters
    # Without the service its part of the registry goes. The server takes `unavailable` for a host in no cluster, so that
    # nothing else may be told so.
    $stopped = { param($table) $table.registry.Remove('Cluster'); $table.registry['SYSTEM\CurrentControlSet\Services\ClusSvc'] = @{ Start = 2 } }
    New-Case odd 'a node whose cluster service is stopped' $stopped failed -Reason 'cluster service of this node does not run'
    New-Case odd 'a node whose cluster service is stopped, without the module' $stopped failed -Without FailoverClusters -Reason 'cluster service of this node does not run'
    New-Case missing 'the registry provider' { param($table) $table['missing'] = @('StdRegProv.GetStringValue') } failed -Reason 'Invalid StdRegProv'
    New-Case missing 'the registry provider and the module' { param($table) $table['missing'] = @('StdRegProv.GetStringValue') } failed -Without FailoverClusters -Reason 'Invalid StdRegProv'
    New-Case denied 'the registry is refused, without the module' { param($table) $table.registry['denied'] = 'Cluster' } failed -Without FailoverClusters -Reason 'code 5'
    New-Case odd 'no cluster' { param($table) $table.registry.Remove('Cluster') } unavailable -Reason 'in no failover cluster'
    New-Case odd 'no cluster and no module' { param($table) $table.registry.Remove('Cluster') } unavailable -Without FailoverClusters -Reason 'in no failover cluster'
    New-Case odd 'a node that the cluster does not list' { param($table) $table.commands['Get-ClusterNode'] = @(@{ Name = 'OTHER'; State = 'Up' }) } -Value @{ nodeState = $null; nodes = @([ordered]@{ name = 'OTHER'; state = 'Up' }) }
}

function Get-HgsEventCase {
    New-SourceCase -Source Get-WinEvent
    New-Case missing 'no such logs' { param($table) $table['noLog'] = $true } unavailable -Reason 'There is not an event log'
    New-Case odd 'none in the last day' { param($table) $table.events.HgsClient = @() } -Value @{ events = @(); kinds = @() }
    New-Case odd 'a French Windows' { } -Value @{ kinds = @('1008/2'); events = @([ordered]@{ at = '2026-11-24T09:30:00.000Z'; log = 'HostGuardianService-Client/Operational'; id = 1008; level = 2; message = "L'attestation a $([char]0xe9)chou$([char]0xe9)." }) }
    New-Case odd 'none in the last day, in French' { param($table) $table.events.HgsClient = @(); $table['noEvents'] = "Aucun $([char]0xe9)v$([char]0xe9)nement" } -Value @{ events = @() }
    New-Case odd 'what the agent''s own reading logs, and that alone' {
        param($table)
        $table.events.HgsClient = foreach ($id in 112, 200, 1003, 1004, 1005, 113) { @{ TimeCreated = '2026-11-24T09:30:00Z'; Id = $id; Level = 4; Message = 'An attempt' } }
    } -Value @{ kinds = @(); events = @() }
    New-Case odd 'an unwrap that failed, of whatever level, among attempts that fail' {
        param($table)
        $table.events.HgsClient = @(
            foreach ($minute in 10..40) { @{ TimeCreated = "2026-11-24T09:${minute}:00Z"; Id = 1008; Level = 2; Message = "Attempt $minute" } }
            @{ TimeCreated = '2026-11-24T08:00:00Z'; Id = 2014; Level = 4; Message = 'VM one'; LogName = 'Microsoft-Windows-HostGuardianService-Client/Admin' }
            @{ TimeCreated = '2026-11-24T07:00:00Z'; Id = 2014; Level = 2; Message = 'VM two'; LogName = 'Microsoft-Windows-HostGuardianService-Client/Admin' }
        )
    } -Value @{
        kinds = @('1008/2', '2014/2', '2014/4')
        events = @(
            [ordered]@{ at = '2026-11-24T09:40:00.000Z'; log = 'HostGuardianService-Client/Operational'; id = 1008; level = 2; message = 'Attempt 40' }
            [ordered]@{ at = '2026-11-24T08:00:00.000Z'; log = 'HostGuardianService-Client/Admin'; id = 2014; level = 4; message = 'VM one' }
            [ordered]@{ at = '2026-11-24T07:00:00.000Z'; log = 'HostGuardianService-Client/Admin'; id = 2014; level = 2; message = 'VM two' }
        )
    }
    New-Case odd 'a rare error, behind more attempts that failed since than one question takes' {
        param($table)
        $table.events.HgsClient = @(
            foreach ($attempt in 1..150) { foreach ($id in 1008, 1006) { @{ TimeCreated = '2026-11-24T09:30:00Z'; Id = $id; Level = 2; Message = 'An attempt' } } }
            foreach ($attempt in 1..150) { @{ TimeCreated = '2026-11-24T08:00:00Z'; Id = 1003; Level = 3; Message = 'An attempt' } }
            @{ TimeCreated = '2026-11-24T03:00:00Z'; Id = 1008; Level = 3; Message = 'Another level' }
            @{ TimeCreated = '2026-11-24T02:00:00Z'; Id = 1012; Level = 2; Message = 'The EK could not be read' }
        )
    } -Value @{ kinds = @('1003/3', '1006/2', '1008/2', '1008/3', '1012/2') }
    New-Case odd 'the other provider, on a Windows that lacks one of the logs' {
        param($table)
        $table['noLog'] = @('Microsoft-Windows-HostGuardianService-Client/Operational')
        $table.events.HgsClient = @(@{ TimeCreated = '2026-11-24T09:30:00Z'; Id = 7; Level = 3; Message = 'Slow'; LogName = 'Microsoft-Windows-HostGuardianClient-Service/Admin' })
    } -Value @{ kinds = @('7/3'); events = @([ordered]@{ at = '2026-11-24T09:30:00.000Z'; log = 'HostGuardianClient-Service/Admin'; id = 7; level = 3; message = 'Slow' }) }
}

function Get-DiagnosticsCase {
    New-SourceCase -Source Get-HgsTrace -Module HgsDiagnostics
    New-Case odd 'longer than the server takes' { param($table) $table.commands['Get-HgsTrace'] = 'x' * 20000 } -Value @{ text = ('x' * 7994) + ' [...]' }
}

# Collector by collector. Hang: what hangs, as the stubs know it; Also: what hangs with it, asking the same.
# Never: a kind that cannot apply, with the reason.
function Get-CollectorCase {
    $class = {
        param([string[]]$Name)
        foreach ($one in $Name) {
            New-SourceCase -Source $one
            New-Case missing $one { param($table) $table['missing'] = @($one) }.GetNewClosure() unavailable -Reason "Invalid $one"
        }
    }
    [ordered]@{
        hgsClient = @{ Cases = @(Get-HgsClientCase); Hang = { param($table) $table['hang'] += 'Get-HgsClientConfiguration' } }
        host = @{ Cases = @(Get-HostCase); Hang = { param($table) $table['hang'] += 'Win32_ComputerSystemProduct' } }
        hostGuardianFeature = @{ Cases = @(Get-FeatureCase); Hang = { param($table) $table['hang'] += 'Get-WindowsFeature' } }
        shieldedVms = @{ Cases = @(Get-ShieldedVmCase); Hang = { param($table) $table['hang'] += 'Get-VMSecurity' } }
        tls = @{ Cases = @(New-RegistryCase 'NETFramework|SCHANNEL' @{ systemDefaultTlsVersions64 = $null; schUseStrongCrypto32 = $null; tls10ClientEnabled = $null; tls12ClientDisabledByDefault = $null }); Hang = { param($table) $table.registry['hang'] += '|SCHANNEL' } }
        clock = @{ Cases = @(Get-ClockCase); Hang = { param($table) }; Environment = @{ GF_STUB_W32TM = 'hang' } }
        boot = @{ Cases = @(Get-BootCase); Hang = { param($table) $table['hang'] += 'Win32_OperatingSystem' }; Also = @('host', 'hostGuardianFeature', 'secureBootEvents') }
        hardware = @{ Cases = @(& $class Win32_BIOS, Win32_ComputerSystem; New-Case odd 'no serial, no date' { param($table) $table.cim.Win32_BIOS = @{ SMBIOSBIOSVersion = '1' } } -Value @{ serial = $null; firmwareDate = $null }); Hang = { param($table) $table['hang'] += 'Win32_BIOS' }; Also = @('host') }
        deviceGuard = @{ Cases = @(& $class Win32_DeviceGuard; New-Case odd 'lists of one, and none' { param($table) $table.cim.Win32_DeviceGuard = @{ VirtualizationBasedSecurityStatus = 0; AvailableSecurityProperties = 1; SecurityServicesRunning = @() } } -Value @{ availableSecurityProperties = @(1); securityServicesRunning = @(); requiredSecurityProperties = $null }); Hang = { param($table) $table['hang'] += 'Win32_DeviceGuard' } }
        secureBoot = @{ Cases = @(Get-SecureBootCase); Hang = { param($table) $table['hang'] += 'Confirm-SecureBootUEFI' } }
        secureBootEvents = @{ Cases = @(Get-SecureBootEventCase); Hang = { param($table) $table['hang'] += 'Get-WinEvent' }; Also = @('boot', 'hgsEvents') }
        bitLocker = @{ Cases = @(Get-BitLockerCase); Hang = { param($table) $table['hang'] += 'Get-BitLockerVolume' } }
        codeIntegrity = @{ Cases = @(Get-CodeIntegrityCase); Hang = { param($table) }; Environment = @{ SystemRoot = 'HANGING' } }
        dumps = @{ Cases = @(New-RegistryCase 'CrashControl' @{ crashDumpEnabled = $null; forceDumpsDisabledGuardedHost = $null; keySha256 = $null }); Hang = { param($table) $table.registry['hang'] += '|CrashControl' } }
        hibernation = @{ Cases = @(New-RegistryCase 'Control\\Power' @{ hibernateEnabled = $null; forceHibernateDisabledGuardedHost = $null }); Hang = { param($table) $table.registry['hang'] += '|Control\\Power' } }
        pagefile = @{ Cases = @(New-RegistryCase 'FileSystem|Policies' @{ encryptPagingFile = $null; encryptPagingFilePolicy = $null }); Hang = { param($table) $table.registry['hang'] += '|FileSystem' } }
        tpm = @{ Cases = @(Get-TpmCase); Hang = { param($table) $table['hang'] += 'Get-Tpm' } }
        cluster = @{ Cases = @(Get-ClusterCase); Hang = { param($table) $table['hang'] += 'Get-ClusterNode' } }
        hgsEvents = @{ Cases = @(Get-HgsEventCase); Hang = { param($table) $table['hang'] += 'Get-WinEvent' }; Also = @('boot', 'secureBootEvents') }
        diagnostics = @{ Cases = @(Get-DiagnosticsCase); Hang = { param($table) $table['hang'] += 'Get-HgsTrace' } }
    }
}
# Which of them hang together in one collection: at most five, since six processes are what a collection takes. The first
# has one of each kind: a cmdlet, a program, a class, the registry, a file.
function Get-HangGroup {
    , @('hgsClient', 'clock', 'deviceGuard', 'tls', 'codeIntegrity')
    , @('hostGuardianFeature', 'shieldedVms', 'dumps', 'hibernation', 'pagefile')
    , @('boot', 'secureBoot', 'bitLocker')
    , @('cluster', 'hgsEvents', 'hardware', 'host')
    , @('diagnostics', 'tpm', 'secureBootEvents')
}
# The variables of a case; a folder of Windows by the name that the test gave it.
function Get-CaseEnvironment {
    param([hashtable]$Given, [hashtable]$Root)
    $environment = @{ SystemRoot = (Resolve-Path "$PSScriptRoot/../Stubs/SystemRoot").Path; GF_STUB_FRENCH = ''; GF_STUB_W32TM = '' }
    foreach ($key in $Given.Keys) { $environment[$key] = if ($Root[$Given[$key]]) { $Root[$Given[$key]] } else { $Given[$key] } }
    $environment
}
Export-ModuleMember -Function Get-CollectorCase, Get-CaseEnvironment, Get-HangGroup, New-Case -Variable kinds
