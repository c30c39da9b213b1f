# Full jitter: anything from one second to a ceiling that doubles to 300 s. What the server asks for is taken
# instead.
function Get-GfaBackoffSeconds {
    param([int]$Attempt, [int]$RetryAfterSeconds)
    if ($RetryAfterSeconds -gt 3600) { return 3600 }
    if ($RetryAfterSeconds -gt 0) { return $RetryAfterSeconds }
    $ceiling = 2
    for ($step = 1; $step -lt $Attempt -and $ceiling -lt 300; $step++) { $ceiling = $ceiling * 2 }
    if ($ceiling -gt 300) { $ceiling = 300 }
    Get-Random -Minimum 1 -Maximum ($ceiling + 1)
}
