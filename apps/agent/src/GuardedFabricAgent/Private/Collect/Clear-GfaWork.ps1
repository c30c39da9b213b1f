# Removes what earlier runs left of their collecting; this run has the lock, so none is under way. True where one
# was ended in the middle of it: for a day the collectors are then put into a process of their own, where one that
# hangs costs nothing but itself.
function Clear-GfaWork {
    param([string]$StatePath)
    $isEnded = @(Read-GfaGuard -StatePath $StatePath).Count -gt 0
    if ($isEnded) {
        $change = @{ apartUntil = ConvertTo-GfaTimestamp (Get-Date).AddHours(24) }
        # On a full disk it holds for this run alone.
        try { Set-GfaStatus -StatePath $StatePath -Change $change } catch { Write-Verbose (Get-GfaErrorText $_) }
        Write-GfaEvent -StatePath $StatePath -Id 2008 -Level Warning -Message (Get-GfaMessage CollectionEnded)
    }
    foreach ($folder in @(Get-ChildItem -LiteralPath (Join-Path $StatePath 'work') -ErrorAction SilentlyContinue)) {
        Remove-Item -LiteralPath $folder.FullName -Recurse -Force -ErrorAction SilentlyContinue
    }
    $isEnded
}
