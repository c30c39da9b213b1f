# Puts the snapshot of a run that was ended into the spool, unless it is there already or what HGS says had not been
# read: that one is asked first, so that there is nothing else. True where it was added.
function Add-GfaEndedSnapshot {
    param([string]$StatePath, [string]$Folder, $Run, [string]$Unended)
    $id = Split-Path -Leaf $Folder
    foreach ($place in 'spool', 'sent', 'quarantine') {
        if (@(Get-GfaSpoolEntry -StatePath $StatePath -Folder $place).SnapshotId -contains $id) { return $false }
    }
    $facts = @{}
    foreach ($name in (Get-GfaCollectorTable).Keys) {
        $path = Join-Path $Folder "$name.json"
        $message = if ($name -eq $Unended) { 'CollectorHung' } else { 'CollectorUnasked' }
        $facts[$name] = if (Test-Path -LiteralPath $path) { Read-GfaText -Path $path }
        else { ConvertTo-GfaJson (New-GfaFact -Status failed -Reason (Get-GfaMessage $message $name)) }
    }
    if (-not (Test-Path -LiteralPath (Join-Path $Folder 'hgsClient.json'))) { return $false }
    $facts['diagnostics'] = Get-GfaDiagnosticsJson -StatePath $StatePath
    $lastAt = (Get-ChildItem -LiteralPath $Folder -File | Sort-Object LastWriteTimeUtc | Select-Object -Last 1).LastWriteTimeUtc
    $snapshot = Join-GfaSnapshot -Fact $facts -SnapshotId $id -StartedAt (ConvertFrom-GfaTimestamp $Run.startedAt) -EndedAt $lastAt
    $null = Add-GfaSpoolEntry -StatePath $StatePath -EnrolmentId "$($Run.enrolmentId)" -SnapshotId $id -Json $snapshot.Json
    $true
}
