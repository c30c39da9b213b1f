# True where the agent's own scheduled task exists: one of the same name in another folder is somebody else's.
function Test-GfaTask {
    if (-not (Test-GfaCommand ScheduledTasks\Get-ScheduledTask)) { return $false }
    $null -ne (Get-ScheduledTask -TaskName GuardedFabricAgent -TaskPath '\GuardedFabric\' -ErrorAction SilentlyContinue)
}
