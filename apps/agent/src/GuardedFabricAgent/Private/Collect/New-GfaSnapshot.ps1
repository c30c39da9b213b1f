# Collects everything and answers with the snapshot's id and its text, without a sequence: that one counts
# within an enrolment and is added when the snapshot is sent.
function New-GfaSnapshot {
    param([string]$WorkPath, [string]$StatePath, [string]$TransportFault)
    $startedAt = Get-Date
    $table = Get-GfaCollectorTable
    $names = @($table.Keys | Where-Object { -not $table[$_]['IsOccasional'] })
    $facts = Invoke-GfaCollection -Name $names -WorkPath $WorkPath -TransportFault $TransportFault
    $told = @($names | Where-Object { 'host', 'hgsClient' -notcontains $_ } | ForEach-Object { '"' + $_ + '":' + $facts[$_] })
    $told += '"diagnostics":' + (Get-GfaDiagnosticsJson -StatePath $StatePath)
    $id = [guid]::NewGuid().ToString()
    $agent = [ordered]@{
        version = $script:GfaVersion
        powershell = "$($PSVersionTable.PSVersion)"
        languageMode = "$($ExecutionContext.SessionState.LanguageMode)"
        durationMs = [int64]((Get-Date) - $startedAt).TotalMilliseconds
    }
    $boot = $facts['boot'] | ConvertFrom-Json
    $bootedAt = ConvertTo-GfaTimestamp (ConvertFrom-GfaTimestamp $boot.value.lastBootAt)
    $members = @(
        '"snapshotId":"' + $id + '"'
        # The beginning: a snapshot must never look fresher than it is.
        '"collectedAt":"' + (ConvertTo-GfaTimestamp $startedAt) + '"'
        '"bootedAt":' + (ConvertTo-GfaJson $bootedAt)
        '"agent":' + (ConvertTo-GfaJson $agent)
        '"host":' + (Get-GfaHostJson -Fact $facts['host'])
        '"hgsClient":' + (Get-GfaHgsClientJson -Fact $facts['hgsClient'])
        '"facts":{' + ($told -join ',') + '}'
    )
    $status = ($facts['hgsClient'] | ConvertFrom-Json).value.attestationStatus
    New-Object psobject -Property @{ SnapshotId = $id; AttestationStatus = "$status"; Json = '{' + ($members -join ',') + '}' }
}
