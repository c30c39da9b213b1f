if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

function New-ScheduledTaskAction {
    [CmdletBinding()] param([string]$Execute, [string]$Argument)
    New-Object psobject -Property @{ Execute = $Execute; Argument = $Argument }
}
function New-ScheduledTaskTrigger {
    [CmdletBinding()] param([switch]$Once, [switch]$AtStartup, [datetime]$At, [timespan]$RepetitionInterval, [timespan]$RandomDelay)
    New-Object psobject -Property @{ Once = [bool]$Once; AtStartup = [bool]$AtStartup; At = "$At"; Seconds = $RepetitionInterval.TotalSeconds }
}
function New-ScheduledTaskPrincipal {
    [CmdletBinding()] param([string]$UserId, [string]$LogonType, [string]$RunLevel)
    New-Object psobject -Property @{ UserId = $UserId; LogonType = $LogonType; RunLevel = $RunLevel }
}
function New-ScheduledTaskSettingsSet {
    [CmdletBinding()] param([string]$MultipleInstances, [switch]$StartWhenAvailable, [switch]$AllowStartIfOnBatteries, [switch]$DontStopIfGoingOnBatteries, [timespan]$ExecutionTimeLimit)
    New-Object psobject -Property @{ MultipleInstances = $MultipleInstances; Minutes = $ExecutionTimeLimit.TotalMinutes }
}
function Register-ScheduledTask {
    [CmdletBinding()] param([string]$TaskName, [string]$TaskPath, $Action, $Trigger, $Principal, $Settings, [switch]$Force)
    $null = Enter-StubCommand -Name 'Register-ScheduledTask' -Action $ErrorActionPreference
    Write-StubLog -Name Register-ScheduledTask -Argument @{ TaskName = $TaskName; TaskPath = $TaskPath; Action = $Action; Trigger = $Trigger; Principal = $Principal; Settings = $Settings }
    Set-StubRegistration -Kind task -Name "$TaskPath$TaskName"
}
function Set-ScheduledTask {
    [CmdletBinding()] param([string]$TaskName, [string]$TaskPath, $Trigger, $Settings)
    Write-StubLog -Name Set-ScheduledTask -Argument @{ TaskName = $TaskName; Trigger = $Trigger; Settings = $Settings }
}
function Get-ScheduledTask {
    [CmdletBinding()] param([string]$TaskName, [string]$TaskPath)
    if (Test-StubRegistration -Kind task -Name "$TaskPath$TaskName") { New-Object psobject -Property @{ TaskName = $TaskName; TaskPath = $TaskPath } }
}
function Get-ScheduledTaskInfo {
    [CmdletBinding()] param([Parameter(ValueFromPipeline = $true)] $InputObject)
    process { New-Object psobject -Property @{ TaskName = $InputObject.TaskName; LastTaskResult = [uint32](Get-StubHost).lastTaskResult } }
}
function Unregister-ScheduledTask {
    [CmdletBinding(SupportsShouldProcess = $true)] param([string]$TaskName, [string]$TaskPath)
    Write-StubLog -Name Unregister-ScheduledTask -Argument @{ TaskName = $TaskName; TaskPath = $TaskPath }
    Remove-StubRegistration -Kind task -Name "$TaskPath$TaskName"
}
Export-ModuleMember -Function New-ScheduledTaskAction, New-ScheduledTaskTrigger, New-ScheduledTaskPrincipal, New-ScheduledTaskSettingsSet, Register-ScheduledTask, Set-ScheduledTask, Get-ScheduledTask, Get-ScheduledTaskInfo, Unregister-ScheduledTask
