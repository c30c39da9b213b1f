# Removes what earlier runs left of their collecting; this run has the lock, so none is under way. True where one
# was ended in the middle of it: for a day the collectors are then put into a process of their own, where one that
# hangs costs nothing but itself, and the next one in the agent's own has twice as long, two minutes at most.
function Clear-GfaWork {
    param([string]$StatePath)
    $guards = @(Read-GfaGuard -StatePath $StatePath)
    if ($guards.Count -gt 0) {
        $seconds = ConvertTo-GfaNumber $guards[0].Told.quickSeconds
        $change = @{
            apartUntil = ConvertTo-GfaTimestamp (Get-Date).ToUniversalTime().AddHours(24)
            guardSeconds = if ($null -eq $seconds) { 15 } elseif ($seconds -ge 60) { 120 } else { 2 * $seconds }
        }
        # On a full disk it holds for this run alone.
        try { Set-GfaStatus -StatePath $StatePath -Change $change } catch { Write-Verbose (Get-GfaErrorText $_) }
        Write-GfaEvent -StatePath $StatePath -Id 2008 -Level Warning -Message (Get-GfaMessage CollectionEnded)
    }
    foreach ($folder in @(Get-ChildItem -LiteralPath (Join-Path $StatePath 'work') -ErrorAction SilentlyContinue)) {
        Remove-Item -LiteralPath $folder.FullName -Recurse -Force -ErrorAction SilentlyContinue
    }
    $guards.Count -gt 0
}
