# The newest event of a kind in the System log, or nothing where there is none.
function Get-GfaSystemEvent {
    param([string]$Provider, [int]$Id)
    # Event logs cannot be asked over CIM, and this computer's own say nothing of another one.
    if ($null -ne $script:GfaRemote) { return }
    try {
        Microsoft.PowerShell.Diagnostics\Get-WinEvent -FilterHashtable @{ LogName = 'System'; ProviderName = $Provider; Id = $Id } -MaxEvents 1 -ErrorAction Stop
    } catch {
        if ("$($_.FullyQualifiedErrorId)" -notmatch '^NoMatchingEventsFound') { throw }
    }
}
