# Collects everything of this host and answers with the snapshot's id, its text and the attestation status: in
# processes of their own, or in this one where that may be ended.
function New-GfaSnapshot {
    param([string]$WorkPath, [string]$StatePath, [string]$EnrolmentId, [switch]$Marked)
    $startedAt = Get-Date
    $id = [guid]::NewGuid().ToString()
    $table = Get-GfaCollectorTable
    $collect = @{ Name = @($table.Keys | Where-Object { -not $table[$_]['IsOccasional'] }); Negotiated = Get-GfaNegotiated -StatePath $StatePath }
    $run = @{ snapshotId = $id; startedAt = ConvertTo-GfaTimestamp $startedAt; enrolmentId = $EnrolmentId }
    $facts = if ($Marked) { Invoke-GfaMarkedCollection @collect -StatePath $StatePath -Run $run }
    if ($null -eq $facts) { $facts = Invoke-GfaCollection @collect -WorkPath $WorkPath }
    $facts['diagnostics'] = Get-GfaDiagnosticsJson -StatePath $StatePath
    Join-GfaSnapshot -Fact $facts -StartedAt $startedAt -SnapshotId $id
}
