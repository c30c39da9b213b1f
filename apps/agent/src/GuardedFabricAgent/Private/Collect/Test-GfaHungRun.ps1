# True where a process has collected for longer than its guard gives it, by the clock: what ended its guard, and not
# it, nobody knows.
function Test-GfaHungRun {
    param([string]$StatePath, [int]$Id)
    $now = (Get-Date).ToUniversalTime()
    foreach ($guard in @(Read-GfaGuard -StatePath $StatePath)) {
        $until = ConvertFrom-GfaTimestamp $guard.Told.until
        if ($guard.Told.processId -eq $Id -and $null -ne $until -and $now -ge $until) { return $true }
    }
    $false
}
