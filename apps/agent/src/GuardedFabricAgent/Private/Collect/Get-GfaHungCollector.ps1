# The collectors that did not return in a run of the last four hours, each with the beginning of that run.
function Get-GfaHungCollector {
    param([string]$StatePath)
    $hung = @{}
    $kept = Copy-GfaRecord (Read-GfaStateFile -StatePath $StatePath -Name hung)
    foreach ($name in $kept.Keys) {
        $at = ConvertFrom-GfaTimestamp $kept[$name]
        if ($null -eq $at) { continue }
        $hours = ((Get-Date).ToUniversalTime() - $at).TotalHours
        # From a time to come where a clock was ahead.
        if ($hours -gt -1 -and $hours -lt 4) { $hung[$name] = $at }
    }
    $hung
}
