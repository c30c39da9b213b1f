# Follows the interval that the server sets.
function Update-GfaSchedule {
    param([string]$StatePath)
    $seconds = Get-GfaInterval -StatePath $StatePath
    $scheduled = ConvertTo-GfaNumber (Read-GfaStateFile -StatePath $StatePath -Name status).scheduledSeconds
    # Without a task of our own (Group Policy runs the agent, say) there is nothing to follow with.
    if ($null -eq $scheduled -or $scheduled -eq $seconds) { return }
    # Asked last: the answer loads a module that a run has no other use for.
    if (-not (Test-GfaCommand ScheduledTasks\Set-ScheduledTask)) { return }
    try {
        $null = Set-ScheduledTask -TaskName GuardedFabricAgent -TaskPath '\GuardedFabric\' -Trigger (New-GfaTaskTrigger -IntervalSeconds $seconds) -ErrorAction Stop
        Set-GfaStatus -StatePath $StatePath -Change @{ scheduledSeconds = $seconds }
    } catch {
        Write-GfaEvent -StatePath $StatePath -Id 2006 -Level Warning -Message (Get-GfaMessage ScheduleFailed $seconds, (Get-GfaErrorText $_))
    }
}
