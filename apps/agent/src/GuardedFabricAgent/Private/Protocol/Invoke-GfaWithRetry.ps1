# Tries until there is an answer that waiting cannot change, or until the time given would be over.
function Invoke-GfaWithRetry {
    param([scriptblock]$Try, [int]$MaximumWaitSeconds)
    $attempt = 0
    $waitedSeconds = 0
    while ($true) {
        $answer = & $Try
        if (200, 201 -contains $answer['status'] -or -not (Test-GfaRetryable $answer)) { return $answer }
        $attempt++
        $seconds = Get-GfaBackoffSeconds -Attempt $attempt -RetryAfterSeconds $answer['retryAfterSeconds']
        $answer['waitSeconds'] = $seconds
        # Neither a redirect nor a certificate is another one a few seconds later.
        if ('redirect', 'certificate', 'tls' -contains $answer['fault']) { return $answer }
        if ($waitedSeconds + $seconds -gt $MaximumWaitSeconds) { return $answer }
        $waitedSeconds += $seconds
        Start-Sleep -Seconds $seconds
    }
}
