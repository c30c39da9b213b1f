# Takes note of what the server did with each snapshot of a batch. What it did not mention stays.
function Complete-GfaBatch {
    param([string]$StatePath, [object[]]$Batch, $Body)
    $counts = @{ stored = 0; duplicate = 0; rejected = 0 }
    $results = @{}
    $rejected = @()
    foreach ($result in @($Body.results)) { if ($result.snapshotId) { $results["$($result.snapshotId)"] = $result } }
    foreach ($item in $Batch) {
        $result = $results[$item.Entry.SnapshotId]
        $outcome = "$($result.outcome)"
        if (-not $counts.ContainsKey($outcome)) { continue }
        $counts[$outcome]++
        if ($outcome -eq 'rejected') {
            $rejected += @{ Entry = $item.Entry; Reason = "$($result.code) $($result.message) $($result.pointer)" }
        } else {
            Move-GfaSpoolEntry -StatePath $StatePath -Entry $item.Entry -To sent
        }
    }
    # Last: these are counted, and a full disk lets files move but not grow.
    foreach ($one in $rejected) { Move-GfaRejectedEntry -StatePath $StatePath -Entry $one.Entry -Reason $one.Reason }
    $counts
}
