# Collects everything of this host and answers with the snapshot's id, its text and the attestation status.
function New-GfaSnapshot {
    param([string]$WorkPath, [string]$StatePath)
    $startedAt = Get-Date
    $table = Get-GfaCollectorTable
    $names = @($table.Keys | Where-Object { -not $table[$_]['IsOccasional'] })
    $facts = Invoke-GfaCollection -Name $names -WorkPath $WorkPath -Negotiated (Get-GfaNegotiated -StatePath $StatePath)
    $facts['diagnostics'] = Get-GfaDiagnosticsJson -StatePath $StatePath
    Join-GfaSnapshot -Fact $facts -StartedAt $startedAt
}
