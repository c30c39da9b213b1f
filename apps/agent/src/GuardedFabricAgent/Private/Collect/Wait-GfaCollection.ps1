# Waits for all results, at most as long as each collector may take. Where every process is busy with one
# thing for longer than the patience given, one more is started. Answers with the names given up.
function Wait-GfaCollection {
    param([string[]]$Name, [string]$Folder, [double]$Patience, [double]$TimeScale)
    $table = Get-GfaCollectorTable
    $claimedAt = @{}
    $ended = @{}
    $startedAt = Get-Date
    $workers = @(Start-GfaWorker -Name $Name -Folder $Folder)
    while ($true) {
        Start-Sleep -Milliseconds 50
        $open = @($Name | Where-Object { -not $ended[$_] -and -not (Test-Path -LiteralPath (Join-Path $Folder "$_.json")) })
        if ($open.Count -eq 0) { break }
        $now = Get-Date
        $isWaiting = $false
        foreach ($collector in $open) {
            if (-not (Test-Path -LiteralPath (Join-Path $Folder "$collector.claim"))) { $isWaiting = $true; continue }
            if ($null -eq $claimedAt[$collector]) { $claimedAt[$collector] = $now; $startedAt = $now }
            if (($now - $claimedAt[$collector]).TotalSeconds -gt $table[$collector].Seconds * $TimeScale) { $ended[$collector] = $true }
        }
        $alive = @($workers | Where-Object { -not $_.HasExited })
        if ($alive.Count -eq 0 -and -not $isWaiting) { break }
        if ($alive.Count -eq 0 -and $workers.Count -ge 6) { break }
        $isStuck = ($now - $startedAt).TotalSeconds -gt $Patience
        if ($isWaiting -and $workers.Count -lt 6 -and ($isStuck -or $alive.Count -eq 0)) {
            $workers += Start-GfaWorker -Name $Name -Folder $Folder
            $startedAt = $now
        }
    }
    $workers | Where-Object { -not $_.HasExited } | Stop-Process -Force -ErrorAction SilentlyContinue
    $ended
}
