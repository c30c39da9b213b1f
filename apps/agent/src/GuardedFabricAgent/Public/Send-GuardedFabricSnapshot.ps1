function Send-GuardedFabricSnapshot {
    <#
    .SYNOPSIS
    Sends what waits in the spool.
    .DESCRIPTION
    Oldest first, until the spool is empty or the server takes no more for now. What is not acknowledged is
    kept. Returns what became of it.
    .PARAMETER StatePath
    Where the agent keeps its state.
    .PARAMETER MaximumWaitSeconds
    How long to wait in all for a server that does not answer before leaving the rest to the next run.
    .PARAMETER Force
    Tries at once, also where the last run was told to wait.
    .PARAMETER RotateCredential
    Renews this host's credential first, however young it is. The present one ends when the new one is used. A run that
    is under way is waited for.
    .EXAMPLE
    Send-GuardedFabricSnapshot -Force
    .EXAMPLE
    Send-GuardedFabricSnapshot -RotateCredential
    #>
    [CmdletBinding()]
    param(
        [string]$StatePath = (Get-GfaDefaultStatePath),
        [int]$MaximumWaitSeconds = 60,
        [switch]$Force,
        [switch]$RotateCredential
    )
    Assert-GfaState -StatePath $StatePath
    $given = @{ StatePath = $StatePath; MaximumWaitSeconds = $MaximumWaitSeconds; Force = $Force; RotateCredential = $RotateCredential }
    # A run under way would write back the credential that it has read.
    if ($RotateCredential -and (Test-Path -LiteralPath $StatePath)) { return (Invoke-GfaLocked -StatePath $StatePath -Script { Send-GfaWaiting @given }) }
    Send-GfaWaiting @given
}
