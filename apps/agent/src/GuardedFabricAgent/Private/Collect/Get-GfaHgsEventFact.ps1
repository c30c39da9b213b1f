# What went wrong for the HGS client in the last day: events of the levels 1 to 3 (critical, error, warning) in the logs
# of both its providers, and 2014 whatever its level, a key that could not be had for a VM. To read what HGS says is an
# attempt to attest, which logs a line or ten each time: those are not evidence of anything but the agent. Where such an
# attempt fails it logs the same error again, of which the newest stands for all. Messages and words for levels are
# translated; their numbers are not.
function Get-GfaHgsEventFact {
    if (-not (Test-GfaCommand Microsoft.PowerShell.Diagnostics\Get-WinEvent)) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing 'Get-WinEvent')) }
    $found = @()
    $absent = @()
    $logs = foreach ($provider in 'HostGuardianService-Client', 'HostGuardianClient-Service') { foreach ($kind in 'Admin', 'Operational') { "$provider/$kind" } }
    foreach ($log in $logs) {
        try { $found += @(Get-GfaLoggedEvent -Log $log) } catch {
            # A host without the HGS client has no such logs, and not every Windows has all of them.
            if ("$($_.FullyQualifiedErrorId)" -notmatch '^NoMatchingLogsFound') { throw }
            $absent += $_
        }
    }
    if ($absent.Count -eq $logs.Count) { return (New-GfaFact -Status unavailable -Reason (Get-GfaErrorText $absent[0])) }
    [object[]]$events = @(Select-GfaEvent -Event $found)
    [string[]]$kinds = @($events | ForEach-Object { "$($_['id'])/$($_['level'])" } | Sort-Object -Unique)
    New-GfaFact -Value ([ordered]@{ kinds = $kinds; events = $events })
}
