# Puts the snapshot of a run that was ended into the spool, unless it is there already, is another machine's, or HGS had
# not been asked: that is done first, so that there is nothing else. One that was ended while it read what HGS says is
# sent, with that as the error. True where it was added.
function Add-GfaEndedSnapshot {
    param([string]$StatePath, [string]$Folder, $Run, [string[]]$Unended)
    $id = Split-Path -Leaf $Folder
    foreach ($place in 'spool', 'sent', 'quarantine') {
        if (@(Get-GfaSpoolEntry -StatePath $StatePath -Folder $place).SnapshotId -contains $id) { return $false }
    }
    if ($Unended -notcontains 'hgsClient' -and -not (Test-Path -LiteralPath (Join-Path $Folder 'hgsClient.json'))) { return $false }
    $facts = @{}
    foreach ($name in (Get-GfaCollectorTable).Keys) { $facts[$name] = Get-GfaEndedFact -Folder $Folder -Name $name -Unended $Unended }
    $facts['diagnostics'] = Get-GfaDiagnosticsJson -StatePath $StatePath
    $lastAt = (Get-ChildItem -LiteralPath $Folder -File | Sort-Object LastWriteTimeUtc | Select-Object -Last 1).LastWriteTimeUtc
    $snapshot = Join-GfaSnapshot -Fact $facts -SnapshotId $id -StartedAt (ConvertFrom-GfaTimestamp $Run.startedAt) -EndedAt $lastAt
    if (Test-GfaOtherMachine -Identity (Read-GfaStateFile -StatePath $StatePath -Name identity) -MachineId $snapshot.MachineId) { return $false }
    $null = Add-GfaSpoolEntry -StatePath $StatePath -EnrolmentId "$($Run.enrolmentId)" -SnapshotId $id -Json $snapshot.Json
    $true
}
