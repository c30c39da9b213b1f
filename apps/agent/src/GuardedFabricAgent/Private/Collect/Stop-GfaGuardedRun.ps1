# Begun by the guard of a run that hangs: ends that run. True where it did; false where it has ended its collecting by
# now, or was ended by somebody, which is not undone. The guard has counted the seconds of the quick collectors, or all
# of them; where the last quick one was done in just that moment, those of the slow ones are counted here.
function Stop-GfaGuardedRun {
    param([string]$StatePath)
    foreach ($guard in @(Read-GfaGuard -StatePath $StatePath)) {
        $told = $guard.Told
        $id = ConvertTo-GfaNumber $told.processId
        if ($null -eq $id -or -not (Test-GfaSameProcess -Id $id -As $told)) { continue }
        $left = if (Test-Path -LiteralPath $guard.QuickFile) { 0 } else { ConvertTo-GfaNumber $told.slowSeconds }
        while ($left -gt 0 -and (Test-Path -LiteralPath $guard.File)) {
            Start-Sleep -Seconds 1
            $left--
        }
        if (-not (Test-Path -LiteralPath $guard.File)) { continue }
        if (Stop-GfaProcess -As $told -Except $told.guardId) { return $true }
    }
    $false
}
