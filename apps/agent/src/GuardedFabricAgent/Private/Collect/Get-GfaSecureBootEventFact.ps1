# What Windows last logged of the 2023 Secure Boot certificates: of each kind of event the newest, with its time. `latest`
# names the kinds, the newest first: it stays as it is where Windows only tries the same thing again. `changedAt` is the
# time of the newest that says that something was written, which the next start measures.
# 1032 held back for BitLocker, 1034 DBX, 1036 DB, 1043 KEK, 1044 and 1045 the other certificates of the DB, 1795 and
# 1796 failed, 1797 and 1798 not revoked yet, 1799 boot manager, 1800 a restart is needed, 1801 not applied yet, 1802 a
# known fault of the firmware, 1803 no KEK of the vendor, 1808 all applied.
function Get-GfaSecureBootEventFact {
    if (-not (Test-GfaCommand Microsoft.PowerShell.Diagnostics\Get-WinEvent)) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing 'Get-WinEvent')) }
    try { $found = @(Get-GfaSecureBootEvent) } catch {
        # A Windows without that provider logs none of them.
        if ("$($_.FullyQualifiedErrorId)" -notmatch '^NoMatchingProvidersFound') { throw }
        return (New-GfaFact -Status unavailable -Reason (Get-GfaErrorText $_))
    }
    [object[]]$events = @($found | ForEach-Object { [ordered]@{ at = $_['at']; id = $_['id'] } })
    [object[]]$latest = @($found | ForEach-Object { $_['id'] })
    $changed = @($events | Where-Object { 1034, 1036, 1043, 1044, 1045, 1799 -contains $_['id'] })[0]
    New-GfaFact -Value ([ordered]@{ latest = $latest; changedAt = if ($null -ne $changed) { $changed['at'] }; events = $events })
}
