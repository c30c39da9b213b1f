# One collector, whatever becomes of it: ok with a value, unavailable or failed with a reason.
function Invoke-GfaCollector {
    param([string]$Name)
    $ErrorActionPreference = 'Stop'
    $command = (Get-GfaCollectorTable)[$Name].Command
    try {
        & $command
    } catch {
        New-GfaFact -Status failed -Reason (Get-GfaErrorText $_)
    }
}
