if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

function New-EventLog {
    [CmdletBinding()] param([string]$LogName, [string]$Source)
    Write-StubLog -Name New-EventLog -Argument @{ LogName = $LogName; Source = $Source }
    if (Test-StubRegistration -Kind source -Name $Source) { Write-Error -Message "The source $Source is registered already."; return }
    Set-StubRegistration -Kind source -Name $Source
}
function Remove-EventLog {
    [CmdletBinding()] param([string]$Source)
    Write-StubLog -Name Remove-EventLog -Argument @{ Source = $Source }
    Remove-StubRegistration -Kind source -Name $Source
}
function Write-EventLog {
    [CmdletBinding()] param([string]$LogName, [string]$Source, [int]$EventId, [string]$EntryType, [string]$Message)
    Write-StubLog -Name Write-EventLog -Argument @{ Source = $Source; EventId = $EventId; EntryType = $EntryType; Message = $Message }
}
Export-ModuleMember -Function New-EventLog, Remove-EventLog, Write-EventLog
