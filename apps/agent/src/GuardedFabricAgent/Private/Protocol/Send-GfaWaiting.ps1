# Sends what waits in the spool, with a new credential first where one is wanted or due.
function Send-GfaWaiting {
    param([string]$StatePath, [int]$MaximumWaitSeconds, [switch]$Force, [switch]$RotateCredential)
    $config = Read-GfaStateFile -StatePath $StatePath -Name config
    $identity = Read-GfaStateFile -StatePath $StatePath -Name identity
    $address = if ($config.server) { $config.server } else { $identity.server }
    if (-not $address -or -not $identity.credential) { throw (Get-GfaMessage NotEnrolled) }
    $server = Resolve-GfaServerAddress $address
    # A central collector sends for other machines: it has looked which.
    if (-not $config.computerName) {
        $machineId = Get-GfaMachineId -StatePath $StatePath
        if (Test-GfaOtherMachine -Identity $identity -MachineId $machineId) { return (Stop-GfaOtherMachine -StatePath $StatePath -Identity $identity -MachineId $machineId) }
    }
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
