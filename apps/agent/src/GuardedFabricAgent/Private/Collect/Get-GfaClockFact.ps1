# Where the time comes from and how far it is off. The words of w32tm are translated, their order is not:
# the values in seconds are root delay, root dispersion, phase offset, clock rate and time since the last
# good synchronisation. Any other number of them is not understood and claims nothing.
function Get-GfaClockFact {
    $w32tm = Join-Path (Join-Path "$env:SystemRoot" 'System32') 'w32tm.exe'
    if (-not $env:SystemRoot -or -not (Test-Path -LiteralPath $w32tm)) {
        return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing 'w32tm'))
    }
    $source = @(& $w32tm /query /source)
    if ($LASTEXITCODE -ne 0) { return (New-GfaFact -Status failed -Reason (Get-GfaMessage ProgramFailed 'w32tm', $LASTEXITCODE)) }
    $status = @(& $w32tm /query /status /verbose)
    $seconds = @()
    foreach ($line in $status) {
        if ("$line" -match ':\s*([+-]?\d+)(?:[.,](\d+))?s\b') { $seconds += [double]("$($Matches[1]).$($Matches[2])0") }
    }
    $isUnderstood = $seconds.Count -eq 5
    New-GfaFact -Value ([ordered]@{
            source = ConvertTo-GfaText ($source | Where-Object { "$_".Trim() } | Select-Object -First 1)
            offsetSeconds = if ($isUnderstood) { $seconds[2] } else { $null }
            syncedAt = if ($isUnderstood) { ConvertTo-GfaTimestamp (Get-Date).ToUniversalTime().AddSeconds(-$seconds[4]) } else { $null }
            timeZone = ConvertTo-GfaText (Read-GfaOptional { Get-GfaTimeZone })
        })
}
