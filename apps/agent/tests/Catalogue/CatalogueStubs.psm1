# What the catalogue's scripts call, with the parameters that Windows gives these commands: a name that does
# not exist there does not bind here. A module of its own, because functions of modules (BitLocker, HgsClient)
# do not see the error preference of a script that calls them. Answers and failures come from $GfScenario.

$surface = @{
    'Get-HgsClientConfiguration'       = '[object[]]$CimSession'
    'Test-HgsClientConfiguration'      = '[switch]$UsePrimary, [switch]$UseFallback'
    'Set-HgsClientConfiguration'       = '[string]$AttestationServerUrl, [string]$KeyProtectionServerUrl'
    'Get-HgsTrace'                     = '[switch]$RunDiagnostics, [switch]$Detailed'
    'Get-HgsAttestationBaselinePolicy' = '[string]$Path, [switch]$Force, [switch]$SkipValidation'
    'Get-HgsClientHostKey'             = '[string]$Path'
    'Set-HgsClientHostKey'             = ''
    'Get-PlatformIdentifier'           = '[string]$Name'
    'Add-HgsAttestationTpmPolicy'      = '[string]$Name, [string]$Path, [string]$PolicyVersion'
    'Add-HgsAttestationTpmHost'        = '[string]$Name, [string]$Path, [switch]$Force, [string]$PolicyVersion'
    'Add-HgsAttestationHostKey'        = '[string]$Name, [string]$Path'
    'Add-HgsAttestationCIPolicy'       = '[string]$Name, [string]$Path'
    'Add-HgsAttestationDumpPolicy'     = '[string]$Name, [string]$Path, [string]$PublicKeyHash'
    'Get-HgsAttestationHostGroup'      = ''
    'Get-HgsAttestationPolicy'         = '[string]$Name'
    'Get-HgsServer'                    = ''
    'Get-VM'                           = '[string[]]$Name'
    'Get-ClusterNode'                  = '[string[]]$Name, [string]$Cluster'
    'Suspend-ClusterNode'              = '[string[]]$Name, [switch]$Drain, [switch]$ForceDrain, [switch]$Wait, [string]$TargetNode'
    'Resume-ClusterNode'               = '[string[]]$Name, [string]$Failback'
    'Move-ClusterVirtualMachineRole'   = '[string]$Name, [string]$Node, [string]$MigrationType, [guid]$VMId, [int]$Wait'
    'Restart-Computer'                 = '[switch]$Force'
    'Get-Service'                      = '[string[]]$Name'
    'Get-WindowsFeature'               = '[string[]]$Name'
    'Install-WindowsFeature'           = '[string[]]$Name, [switch]$IncludeManagementTools'
    'Get-BitLockerVolume'              = '[string[]]$MountPoint'
    'Add-BitLockerKeyProtector'        = '[string[]]$MountPoint, [switch]$RecoveryPasswordProtector'
    'Backup-BitLockerKeyProtector'     = '[string[]]$MountPoint, [string]$KeyProtectorId'
    'Enable-BitLocker'                 = '[string[]]$MountPoint, [string]$EncryptionMethod, [switch]$TpmProtector, [switch]$SkipHardwareTest'
    'Resume-BitLocker'                 = '[string[]]$MountPoint'
    'Suspend-BitLocker'                = '[string[]]$MountPoint, [int]$RebootCount'
    'Get-CimInstance'                  = '[string]$ClassName, [string]$Namespace, [string[]]$ComputerName'
    'Invoke-CimMethod'                 = '[string]$Namespace, [string]$ClassName, [string]$MethodName, [hashtable]$Arguments'
    'Get-Tpm'                          = ''
    'Confirm-SecureBootUEFI'           = ''
    'Get-WinEvent'                     = '[string]$LogName, [string]$ProviderName, [hashtable]$FilterHashtable, [int]$MaxEvents'
    'Get-ItemProperty'                 = '[string]$Path, [string]$Name'
    'Get-Item'                         = '[string]$Path'
    'New-Item'                         = '[string]$Path, [string]$ItemType, [switch]$Force'
    'Out-File'                         = '[string]$FilePath, [string]$Encoding, [Parameter(ValueFromPipeline = $true)]$InputObject'
    'Get-FileHash'                     = '[string]$Path, [string]$Algorithm'
    'Resolve-DnsName'                  = '[string]$Name'
    'Test-NetConnection'               = '[string]$ComputerName, [int]$Port'
    'Test-GuardedFabricHost'           = '[string]$Server, [string]$TokenFile, [string]$Proxy'
    'Test-ComputerSecureChannel'       = ''
    'Add-ADGroupMember'                = '[string]$Identity, [string[]]$Members'
    'Start-ScheduledTask'              = '[string]$TaskPath, [string]$TaskName'
    'Get-ScheduledTask'                = '[string]$TaskPath, [string]$TaskName'
    'Get-ScheduledTaskInfo'            = '[Parameter(ValueFromPipeline = $true)]$InputObject'
    'New-CIPolicy'                     = '[string]$Level, [string[]]$Fallback, [string]$FilePath, [switch]$UserPEs'
    'Set-RuleOption'                   = '[string]$FilePath, [int]$Option, [switch]$Delete'
    'ConvertFrom-CIPolicy'             = '[string]$XmlFilePath, [string]$BinaryFilePath'
    'Set-DumpEncryptionConfiguration'  = '$Certificate, [switch]$Force'
}

function Get-StubAnswer {
    param([string]$Name, [hashtable]$Bound)
    $number = $global:GfCalls.Count
    $shown = foreach ($key in ($Bound.Keys | Sort-Object)) {
        if ($key -notin 'ErrorAction', 'WarningAction', 'InputObject') { "-$key $($Bound[$key] -join ',')" }
    }
    $null = $global:GfCalls.Add((@($Name) + @($shown) -join ' ').Trim())
    if ($global:GfScenario.FailAt -eq $number -or $Name -in $global:GfScenario.Fail) { throw "$Name was made to fail" }
    $answer = $global:GfScenario.Answers[$Name]
    # Made anew: a block of the test belongs to the test's own session.
    if ($answer -is [scriptblock]) { & ([scriptblock]::Create($answer)) $Bound $global:GfScenario.State } else { $answer }
}

foreach ($name in $surface.Keys) {
    # Like most of Windows, a stub reports a failure as an error that stops nothing unless it was asked to.
    Invoke-Expression @"
function $name {
    [CmdletBinding()] param($($surface[$name]))
    process {
        try { Get-StubAnswer -Name '$name' -Bound `$PSBoundParameters } catch { Write-Error -Message `$_.Exception.Message }
    }
}
"@
}

foreach ($program in 'reg', 'fsutil', 'powercfg', 'bcdedit', 'w32tm') {
    Invoke-Expression @"
function $program {
    `$global:LASTEXITCODE = 0
    try { Get-StubAnswer -Name ('$program ' + `$args) -Bound @{} } catch { `$global:LASTEXITCODE = 1 }
}
"@
}

# Every script asks whether its session is elevated, in any language, before it does anything: that is no call.
function whoami {
    if ($global:GfScenario.Unelevated) { 'Mandatory Label\Medium Mandatory Level Label S-1-16-8192' } else { 'Mandatory Label\High Mandatory Level Label S-1-16-12288' }
}

Export-ModuleMember -Function ($surface.Keys + @('whoami', 'reg', 'fsutil', 'powercfg', 'bcdedit', 'w32tm'))
