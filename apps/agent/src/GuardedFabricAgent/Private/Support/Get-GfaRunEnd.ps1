# When this run has to be over, for a task whose limit counts from the start of its process. A process that has been there
# for longer is not the task's: somebody's console, say.
function Get-GfaRunEnd {
    $now = (Get-Date).ToUniversalTime()
    $startedAt = (Get-Process -Id $PID).StartTime
    $age = if ($null -ne $startedAt) { ($now - $startedAt.ToUniversalTime()).TotalSeconds } else { 0 }
    if ($age -lt 0 -or $age -gt 60) { $age = 0 }
    $now.AddSeconds((Get-GfaRunLimit) - $age - 15)
}
