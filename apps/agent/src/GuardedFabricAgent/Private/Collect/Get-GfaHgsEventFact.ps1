# What the HGS client logged lately. Messages and words for levels are translated; their numbers are not.
function Get-GfaHgsEventFact {
    if (-not (Test-GfaCommand Microsoft.PowerShell.Diagnostics\Get-WinEvent)) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing 'Get-WinEvent')) }
    $filter = @{
        LogName = 'Microsoft-Windows-HostGuardianService-Client/Admin', 'Microsoft-Windows-HostGuardianService-Client/Operational'
        StartTime = (Get-Date).AddHours(-24)
    }
    try {
        $found = @(Get-WinEvent -FilterHashtable $filter -MaxEvents 20 -ErrorAction Stop)
    } catch {
        # A host without the HGS client has no such logs.
        if ("$($_.FullyQualifiedErrorId)" -match '^NoMatchingLogsFound') { return (New-GfaFact -Status unavailable -Reason (Get-GfaErrorText $_)) }
        # "Nothing matches" is an answer.
        if ("$($_.FullyQualifiedErrorId)" -notmatch '^NoMatchingEventsFound') { throw }
        $found = @()
    }
    [object[]]$events = @(foreach ($entry in $found) {
            [ordered]@{ at = ConvertTo-GfaTimestamp $entry.TimeCreated; id = ConvertTo-GfaNumber $entry.Id; level = ConvertTo-GfaNumber $entry.Level; message = ConvertTo-GfaText $entry.Message -MaximumLength 1000 }
        })
    New-GfaFact -Value ([ordered]@{ events = $events })
}
