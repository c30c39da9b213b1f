# The newest event of a kind in the System log.
function Get-GfaSystemEvent {
    param([string]$Provider, [int]$Id)
    Get-WinEvent -FilterHashtable @{ LogName = 'System'; ProviderName = $Provider; Id = $Id } -MaxEvents 1 -ErrorAction Stop
}
