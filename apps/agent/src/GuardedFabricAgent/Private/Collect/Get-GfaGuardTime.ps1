# Seconds that a collection in the agent's own process may take: with its quick collectors, and with the slow ones
# after these (each of which may take its time). What a busy host needs, and more; where a run was ended that may only
# have been slow, the next has twice as long.
function Get-GfaGuardTime {
    param([string]$StatePath)
    $slow = 0
    foreach ($collector in (Get-GfaCollectorTable).Values) { if ($collector['IsSlow'] -and -not $collector['IsOccasional']) { $slow += $collector['Seconds'] } }
    $quick = ConvertTo-GfaNumber (Read-GfaStateFile -StatePath $StatePath -Name status).guardSeconds
    if ($null -eq $quick -or $quick -lt 15) { $quick = 15 }
    @{ Quick = [int]$quick; Slow = $slow }
}
