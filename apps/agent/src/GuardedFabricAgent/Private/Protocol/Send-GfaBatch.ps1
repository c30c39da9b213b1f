# One batch, stamped afresh for each try. Where the server itself does not know the present credential, the
# previous one is tried once (5.1 loses the reason of an answer that a proxy passes on in pieces). It takes the present
# one's place only after the server took it: a 401 may come from a proxy, and a good credential that is given up here
# cannot be had again.
function Send-GfaBatch {
    param([string]$StatePath, [string]$Server, [string]$Proxy, [object[]]$Batch, [int]$Pending, [int]$MaximumWaitSeconds)
    $dropped = [int64](Read-GfaCounter -StatePath $StatePath)['dropped']
    Invoke-GfaWithRetry -MaximumWaitSeconds $MaximumWaitSeconds -Try {
        $identity = Read-GfaStateFile -StatePath $StatePath -Name identity
        $request = @{ Server = $Server; Path = '/api/v1/agent/snapshots'; Proxy = $Proxy }
        $envelope = @{ Batch = $Batch; EnrolmentId = (Get-GfaEnrolmentId -Identity $identity); Pending = $Pending; Dropped = $dropped }
        $answer = Invoke-GfaRequest @request -Secret @{ text = $identity.credential } -Body (New-GfaEnvelope @envelope)
        $previous = Get-GfaPreviousCredential -Identity $identity
        if (-not $previous -or $answer['status'] -ne 401 -or ('unauthorized', '' -notcontains $answer['code'])) { return $answer }
        $answer = Invoke-GfaRequest @request -Secret @{ text = $previous } -Body (New-GfaEnvelope @envelope)
        if ($answer['status'] -eq 200) {
            $change = @{ credential = $previous; previousCredential = $null }
            Write-GfaStateFile -StatePath $StatePath -Name identity -Value (Copy-GfaRecord $identity $change)
        }
        $answer
    }
}
