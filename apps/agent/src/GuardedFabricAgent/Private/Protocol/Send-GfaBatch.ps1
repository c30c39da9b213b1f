# One batch, stamped afresh for each try, with the previous credential once where the present one is refused.
function Send-GfaBatch {
    param([string]$StatePath, [string]$Server, [string]$Proxy, [object[]]$Batch, [int]$Pending, [int]$MaximumWaitSeconds)
    $dropped = [int64](Read-GfaCounter -StatePath $StatePath)['dropped']
    Invoke-GfaWithRetry -MaximumWaitSeconds $MaximumWaitSeconds -Try {
        $answer = @{ status = 401 }
        $mayTry = $true
        while ($mayTry) {
            $identity = Read-GfaStateFile -StatePath $StatePath -Name identity
            $body = New-GfaEnvelope -Batch $Batch -HostId $identity.hostId -Pending $Pending -Dropped $dropped
            $answer = Invoke-GfaRequest -Server $Server -Path '/api/v1/agent/snapshots' -Secret $identity.credential -Body $body -Proxy $Proxy
            $mayTry = $answer['status'] -eq 401 -and (Switch-GfaCredential -StatePath $StatePath)
        }
        $answer
    }
}
