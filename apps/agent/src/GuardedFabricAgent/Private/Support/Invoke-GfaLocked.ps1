# Changes what a run of the agent reads and writes too, while none is under way. A run takes seconds, three minutes at most.
function Invoke-GfaLocked {
    param([string]$StatePath, [scriptblock]$Script, [int]$MaximumWaitSeconds = 200)
    $begunAt = Get-Date
    while (-not (Enter-GfaLock -StatePath $StatePath)) {
        if (((Get-Date) - $begunAt).TotalSeconds -ge $MaximumWaitSeconds) { throw (Get-GfaMessage Busy) }
        Start-Sleep -Seconds 1
    }
    try { & $Script } finally { Exit-GfaLock -StatePath $StatePath }
}
