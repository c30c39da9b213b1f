# Sends the spool, oldest first, until it is empty or the server does not take more for now.
function Send-GfaSpool {
    param([string]$StatePath, [string]$Server, [string]$Proxy, [int]$MaximumWaitSeconds)
    $sum = @{ stored = 0; duplicate = 0; rejected = 0; outcome = 'Sent'; message = ''; answer = $null }
    $maximumCount = 100
    $left = (Get-GfaSecondsLeft) - 30
    if ($left -lt $MaximumWaitSeconds) { $MaximumWaitSeconds = if ($left -lt 0) { 0 } else { [int]$left } }
    while ($true) {
        $entries = @(Get-GfaSpoolEntry -StatePath $StatePath)
        if ($entries.Count -eq 0) { return $sum }
        # One batch is always tried; what is left when this run has to be over, the next one sends.
        if ($null -ne $sum['answer'] -and (Get-GfaSecondsLeft) -lt 30) { return (Complete-GfaSending -Sum $sum -Reason SpoolLeft) }
        $batch = @(Select-GfaBatch -StatePath $StatePath -Entry $entries -MaximumCount $maximumCount)
        if ($batch.Count -eq 0) {
            # Nothing was set aside: what is left cannot be read now, and waits for the next run.
            if (@(Get-GfaSpoolEntry -StatePath $StatePath).Count -eq $entries.Count) { return (Complete-GfaSending -Sum $sum -Reason SpoolUnread) }
            continue
        }
        $answer = Send-GfaBatch -StatePath $StatePath -Server $Server -Proxy $Proxy -Batch $batch -Pending ($entries.Count - $batch.Count) -MaximumWaitSeconds $MaximumWaitSeconds
        $sum['answer'] = $answer
        if ($answer['status'] -eq 200) {
            $counts = Receive-GfaAnswer -StatePath $StatePath -Batch $batch -Body $answer['body']
            foreach ($name in 'stored', 'duplicate', 'rejected') { $sum[$name] += $counts[$name] }
            if ($counts['stored'] + $counts['duplicate'] + $counts['rejected'] -gt 0) {
                if ($maximumCount -lt 50) { $maximumCount = $maximumCount * 2 } else { $maximumCount = 100 }
                continue
            }
            $answer['fault'] = 'answer'
        } elseif (400, 413, 422 -contains $answer['status']) {
            if ($batch.Count -gt 1) { $maximumCount = $batch.Count -shr 1; continue }
            Move-GfaRejectedEntry -StatePath $StatePath -Entry $batch[0].Entry -Reason "$($answer['status']) $($answer['code']) $($answer['message'])"
            $sum['rejected']++
            continue
        }
        return (Stop-GfaSending -StatePath $StatePath -Server $Server -Sum $sum -Answer $answer)
    }
}
