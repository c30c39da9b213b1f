# Waits for all results, at most as long as each collector may take. Where nothing moves for longer than the
# patience given while something has not begun, one more process is started. Answers with the names given up.
function Wait-GfaCollection {
    param([string[]]$Name, [string]$Folder, [double]$PatienceSeconds = 1.5)
    $begunAt = Get-Date
    $claimedAt = @{}
    $ended = @{}
    # A process needs a moment before it can do anything, on a busy host a long one: more of them would not help.
    $quietUntil = $begunAt.AddSeconds(30)
    $started = 1
    $workers = @(Start-GfaWorker -Name $Name -Folder $Folder)
    $seen = ''
    $lookAt = $begunAt
    while ($true) {
        # Seldom and cheaply: the worker needs the processor more than who waits for it. Where no file has come,
        # only time can have brought something.
        Start-Sleep -Milliseconds 80
        $now = Get-Date
        $there = @(Get-ChildItem -LiteralPath $Folder -Name)
        if ("$there" -eq $seen -and $now -lt $lookAt) { continue }
        $seen = "$there"
        $lookAt = $now.AddSeconds(0.3)
        $open = @($Name | Where-Object { -not $ended[$_] -and $there -notcontains "$_.json" })
        if ($open.Count -eq 0) { break }
        $waiting = @($open | Where-Object { $there -notcontains "$_.claim" })
        foreach ($collector in $open) {
            if ($waiting -contains $collector) { continue }
            # How long the first process took to begin tells how busy this host is: what is slow does not hang.
            if ($claimedAt.Count -eq 0 -and ($now - $begunAt).TotalSeconds -gt $PatienceSeconds) { $PatienceSeconds = ($now - $begunAt).TotalSeconds }
            if ($null -eq $claimedAt[$collector]) { $claimedAt[$collector] = $now; $quietUntil = $now.AddSeconds($PatienceSeconds) }
            if (-not (Test-GfaCollectorLate -Name $collector -ClaimedAt $claimedAt[$collector] -BegunAt $begunAt)) { continue }
            $ended[$collector] = $true
            Stop-GfaWorker -Name $collector -Folder $Folder
        }
        $alive = @($workers | Where-Object { -not $_.HasExited })
        if ($alive.Count -gt 0 -and ($waiting.Count -eq 0 -or $now -lt $quietUntil)) { continue }
        if ($alive.Count -eq 0 -and $waiting.Count -eq 0) { break }
        # Six side by side; each that was given up made room for another.
        if ($started -ge 6 + $ended.Count) { if ($alive.Count -eq 0) { break } else { continue } }
        $started++
        $workers += @(Start-GfaWorker -Name $Name -Folder $Folder)
        $quietUntil = $now.AddSeconds(30)
    }
    Stop-GfaWorker -Worker $workers -Name @($ended.Keys) -Folder $Folder
    $ended
}
