# Runs one collector and never throws: ok with a value, unavailable or failed with a reason.
function Invoke-GfaCollector {
    param([string]$Name)
    $ErrorActionPreference = 'Stop'
    $collector = (Get-GfaCollectorTable)[$Name]
    $command = $collector['Command']
    if ($null -ne $script:GfaRemote) {
        if ($collector['OnlyThere']) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage OnlyThere $collector['OnlyThere'])) }
        if ($collector['Remote']) { $command = $collector['Remote'] }
    }
    try {
        & $command
    } catch {
        $status = if (Test-GfaAbsent $_) { 'unavailable' } else { 'failed' }
        New-GfaFact -Status $status -Reason (Get-GfaErrorText $_)
    }
}
