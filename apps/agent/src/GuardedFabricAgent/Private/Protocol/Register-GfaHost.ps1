# Enrols this host, or the one that a central collector is looking at. The answer may be lost: the same token with the
# same machine id is answered again until the first snapshot, so trying again is safe.
function Register-GfaHost {
    param([string]$StatePath, [string]$Server, [hashtable]$Token, [string]$Proxy, [int]$MaximumWaitSeconds = 60)
    $fact = (Invoke-GfaCollector -Name host)['value']
    if (-not $fact['machineId']) { throw (Get-GfaMessage MachineIdMissing) }
    $body = ConvertTo-GfaJson ([ordered]@{
            machineId = $fact['machineId']
            hostname = $fact['hostname']
            fqdn = $fact['fqdn']
            agentVersion = $script:GfaVersion
        })
    $answer = Invoke-GfaWithRetry -MaximumWaitSeconds $MaximumWaitSeconds -Try {
        Invoke-GfaRequest -Server $Server -Path '/api/v1/agent/enroll' -Secret $Token -Body $body -Proxy $Proxy
    }
    if (200, 201 -notcontains $answer['status']) {
        $message = Get-GfaEnrolmentAdvice -Answer $answer -Server $Server
        Write-GfaEvent -StatePath $StatePath -Id 3004 -Level Error -Message $message
        throw $message
    }
    Save-GfaEnrolment -StatePath $StatePath -Server $Server -Enrolment $answer['body'] -MachineId $fact['machineId']
}
