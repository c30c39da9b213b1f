# Tries until there is an answer that waiting cannot change, or until the time given would be over. What the tries
# themselves take counts: a server that swallows requests costs 30 s with each.
function Invoke-GfaWithRetry {
    param([scriptblock]$Try, [int]$MaximumWaitSeconds)
    $attempt = 0
    $begunAt = Get-Date
    $waitedSeconds = 0
    while ($true) {
        $answer = & $Try
        if (200, 201 -contains $answer['status'] -or -not (Test-GfaRetryable $answer)) { return $answer }
        $attempt++
        $seconds = Get-GfaBackoffSeconds -Attempt $attempt -RetryAfterSeconds $answer['retryAfterSeconds']
        $answer['waitSeconds'] = $seconds
        # Neither a redirect nor a certificate is another one a few seconds later.
        if ('redirect', 'certificate', 'tls', 'clear' -contains $answer['fault']) { return $answer }
        $gone = ((Get-Date) - $begunAt).TotalSeconds
        # By the clock that was not stepped.
        if ($gone -lt $waitedSeconds) { $gone = $waitedSeconds }
        if ($gone + $seconds -gt $MaximumWaitSeconds) { return $answer }
        $waitedSeconds += $seconds
        Start-Sleep -Seconds $seconds
    }
}
