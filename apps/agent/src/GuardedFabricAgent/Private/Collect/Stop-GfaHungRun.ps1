# Ends the run of a process that collects for longer than its guard gives it, with what a collector had started;
# true where it did. The guard is left alone: it may be what started this process.
function Stop-GfaHungRun {
    param([string]$StatePath, [int]$Id)
    $now = (Get-Date).ToUniversalTime()
    foreach ($guard in @(Read-GfaGuard -StatePath $StatePath)) {
        $told = $guard.Told
        if ($told.processId -ne $Id -or $null -eq $guard.Until -or $now -lt $guard.Until) { continue }
        if (-not (Test-GfaSameProcess -Id $Id -As $told)) { continue }
        foreach ($child in Get-GfaChildProcess -Id $Id) {
            if ($child -ne $PID -and $child -ne $told.guardId) { Stop-Process -Id $child -Force -ErrorAction SilentlyContinue }
        }
        Stop-Process -Id $Id -Force -ErrorAction SilentlyContinue
        return $true
    }
    $false
}
