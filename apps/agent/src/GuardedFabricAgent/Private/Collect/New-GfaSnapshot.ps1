# Collects everything of this host and answers with the snapshot's id, its text and the attestation status: in
# processes of their own, or in this one where that may be ended.
function New-GfaSnapshot {
    param([string]$WorkPath, [string]$StatePath, [switch]$Guarded)
    $startedAt = Get-Date
    $table = Get-GfaCollectorTable
    $collect = @{ Name = @($table.Keys | Where-Object { -not $table[$_]['IsOccasional'] }); Negotiated = Get-GfaNegotiated -StatePath $StatePath }
    $facts = if ($Guarded) { Invoke-GfaGuardedCollection @collect -StatePath $StatePath }
    if ($null -eq $facts) { $facts = Invoke-GfaCollection @collect -WorkPath $WorkPath }
    $facts['diagnostics'] = Get-GfaDiagnosticsJson -StatePath $StatePath
    Join-GfaSnapshot -Fact $facts -StartedAt $startedAt
}
