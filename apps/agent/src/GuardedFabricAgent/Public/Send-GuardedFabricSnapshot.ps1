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
    Renews this host's credential first, however young it is. The present one ends when the new one is used.
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
    $config = Read-GfaStateFile -StatePath $StatePath -Name config
    $identity = Read-GfaStateFile -StatePath $StatePath -Name identity
    $address = if ($config.server) { $config.server } else { $identity.server }
    if (-not $address -or -not $identity.credential) { throw (Get-GfaMessage NotEnrolled) }
    $server = Resolve-GfaServerAddress $address
    if ($RotateCredential -and -not (Update-GfaCredential -StatePath $StatePath -Server $server -Proxy "$($config.proxy)" -Now)) {
        Write-Warning (Get-GfaMessage CredentialNotRotated $server)
    }
    $status = Read-GfaStateFile -StatePath $StatePath -Name status
    if (-not $Force -and (Test-GfaWaiting -NotBefore (ConvertFrom-GfaTimestamp $status.notBefore))) {
        $sum = Get-GfaWaitSum -Status $status
    } else {
        $null = Update-GfaCredential -StatePath $StatePath -Server $server -Proxy "$($config.proxy)"
        $sum = Send-GfaSpool -StatePath $StatePath -Server $server -Proxy "$($config.proxy)" -MaximumWaitSeconds $MaximumWaitSeconds
    }
    New-GfaSendResult -Outcome $sum['outcome'] -Sum $sum -Pending @(Get-GfaSpoolEntry -StatePath $StatePath).Count -Message $sum['message']
}
