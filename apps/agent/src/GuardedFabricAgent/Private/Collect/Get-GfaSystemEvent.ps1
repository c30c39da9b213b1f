# The newest event of a kind in the System log, since a time where one is given, or nothing where there is none.
function Get-GfaSystemEvent {
    param([string]$Provider, [int]$Id, $Since)
    # Event logs cannot be asked over CIM, and this computer's own say nothing of another one.
    if ($null -ne $script:GfaRemote) { return }
    $filter = @{ LogName = 'System'; ProviderName = $Provider; Id = $Id }
    if ($null -ne $Since) { $filter['StartTime'] = $Since }
    try {
        Microsoft.PowerShell.Diagnostics\Get-WinEvent -FilterHashtable $filter -MaxEvents 1 -ErrorAction Stop
    } catch {
        if ("$($_.FullyQualifiedErrorId)" -notmatch '^NoMatchingEventsFound') { throw }
    }
}
