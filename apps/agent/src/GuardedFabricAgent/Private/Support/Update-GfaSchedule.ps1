# Follows the interval that the server sets; and gives a task that an earlier version registered this one's time limit.
function Update-GfaSchedule {
    param([string]$StatePath)
    $seconds = Get-GfaInterval -StatePath $StatePath
    $status = Read-GfaStateFile -StatePath $StatePath -Name status
    $scheduled = ConvertTo-GfaNumber $status.scheduledSeconds
    # Without a task of our own (Group Policy runs the agent, say) there is nothing to follow with.
    if ($null -eq $scheduled) { return }
    $change = @{}
    if ($scheduled -ne $seconds) { $change['Trigger'] = { New-GfaTaskTrigger -IntervalSeconds $seconds } }
    if ((ConvertTo-GfaNumber $status.scheduledLimitSeconds) -ne (Get-GfaRunLimit)) { $change['Settings'] = { New-GfaTaskSetting } }
    # Asked last: the answer loads a module that a run has no other use for.
    if ($change.Count -eq 0 -or -not (Test-GfaCommand ScheduledTasks\Set-ScheduledTask)) { return }
    try {
        foreach ($name in @($change.Keys)) { $change[$name] = & $change[$name] }
        $null = Set-ScheduledTask -TaskName GuardedFabricAgent -TaskPath '\GuardedFabric\' @change -ErrorAction Stop
        Set-GfaStatus -StatePath $StatePath -Change @{ scheduledSeconds = $seconds; scheduledLimitSeconds = (Get-GfaRunLimit) }
    } catch {
        Write-GfaEvent -StatePath $StatePath -Id 2006 -Level Warning -Message (Get-GfaMessage ScheduleFailed $seconds, (Get-GfaErrorText $_))
    }
}
