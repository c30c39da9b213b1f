# The scheduled task. Its start is drawn from the whole interval, so that a thousand hosts installed in one
# minute do not keep reporting in the same minute.
function Register-GfaTask {
    param([string]$StatePath, [string]$Account)
    if (-not (Test-GfaCommand ScheduledTasks\Register-ScheduledTask)) {
        Write-Warning (Get-GfaMessage NoScheduler)
        return
    }
    $seconds = Get-GfaInterval -StatePath $StatePath
    $action = @{ Execute = (Join-Path $env:SystemRoot 'System32\WindowsPowerShell\v1.0\powershell.exe'); Argument = (Get-GfaTaskArgument -StatePath $StatePath) }
    if ($Account) { $principal = New-ScheduledTaskPrincipal -UserId $Account -LogonType Password -RunLevel Highest }
    else { $principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -LogonType ServiceAccount -RunLevel Highest }
    $task = @{
        TaskName = 'GuardedFabricAgent'
        TaskPath = '\GuardedFabric\'
        Action = New-ScheduledTaskAction @action
        Trigger = New-GfaTaskTrigger -IntervalSeconds $seconds
        Principal = $principal
        Settings = New-GfaTaskSetting
        Force = $true
        ErrorAction = 'Stop'
    }
    $null = Register-ScheduledTask @task
    Set-GfaStatus -StatePath $StatePath -Change @{ scheduledSeconds = $seconds; scheduledLimitSeconds = (Get-GfaRunLimit) }
}
