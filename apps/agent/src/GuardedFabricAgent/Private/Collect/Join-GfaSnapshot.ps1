# The snapshot's text from the texts of its facts, without a sequence: that one counts within an enrolment and is
# added when the snapshot is sent.
function Join-GfaSnapshot {
    param([hashtable]$Fact, [datetime]$StartedAt, [datetime]$EndedAt = (Get-Date), [string]$SnapshotId = [guid]::NewGuid().ToString(), [string]$Collector)
    $names = @((Get-GfaCollectorTable).Keys | Where-Object { 'host', 'hgsClient' -notcontains $_ })
    $told = @($names | ForEach-Object { '"' + $_ + '":' + $Fact[$_] })
    $agent = [ordered]@{
        version = $script:GfaVersion
        powershell = "$($PSVersionTable.PSVersion)"
        languageMode = "$($ExecutionContext.SessionState.LanguageMode)"
        durationMs = [int64]($EndedAt.ToUniversalTime() - $StartedAt.ToUniversalTime()).TotalMilliseconds
    }
    # Which computer asked, where that was another one.
    if ($Collector) { $agent['collector'] = $Collector }
    $boot = $Fact['boot'] | ConvertFrom-Json
    $bootedAt = ConvertTo-GfaTimestamp (ConvertFrom-GfaTimestamp $boot.value.lastBootAt)
    $members = @(
        '"snapshotId":"' + $SnapshotId + '"'
        # The beginning: a snapshot must never look fresher than it is.
        '"collectedAt":"' + (ConvertTo-GfaTimestamp $StartedAt) + '"'
        '"bootedAt":' + (ConvertTo-GfaJson $bootedAt)
        '"agent":' + (ConvertTo-GfaJson $agent)
        '"host":' + (Get-GfaHostJson -Fact $Fact['host'])
        '"hgsClient":' + (Get-GfaHgsClientJson -Fact $Fact['hgsClient'])
        '"facts":{' + ($told -join ',') + '}'
    )
    $status = ($Fact['hgsClient'] | ConvertFrom-Json).value.attestationStatus
    $machineId = ($Fact['host'] | ConvertFrom-Json).value.machineId
    New-Object psobject -Property @{ SnapshotId = $SnapshotId; MachineId = "$machineId"; AttestationStatus = "$status"; Json = '{' + ($members -join ',') + '}' }
}
