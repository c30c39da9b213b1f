# Removes what Initialize-GfaState made: not under a run that is under way, and the folder above only where it is
# ours and nothing else is in it (a central collector, say).
function Remove-GfaState {
    param([string]$StatePath)
    if (-not (Enter-GfaLock -StatePath $StatePath)) { throw (Get-GfaMessage RemovalBusy) }
    try {
        Remove-Item -LiteralPath $StatePath -Recurse -Force -ErrorAction Stop
    } catch {
        Exit-GfaLock -StatePath $StatePath
        throw
    }
    foreach ($above in @(Get-GfaOwnFolder -StatePath $StatePath) | Where-Object { $_ -ne $StatePath }) {
        if (@(Get-ChildItem -LiteralPath $above -Force).Count -eq 0) { Remove-Item -LiteralPath $above -ErrorAction Stop }
    }
}
