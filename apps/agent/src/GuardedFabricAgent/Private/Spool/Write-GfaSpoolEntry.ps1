function Write-GfaSpoolEntry {
    param([string]$StatePath, [string]$EnrolmentId, [string]$SnapshotId, [string]$Json)
    $counters = Read-GfaCounter -StatePath $StatePath
    $counters['entry'] = [int64]$counters['entry'] + 1
    $counters['sequence'] = [int64]$counters['sequence'] + 1
    Write-GfaStateFile -StatePath $StatePath -Name counters -Value $counters
    $spool = Join-Path $StatePath 'spool'
    $temporary = Join-Path $spool "$SnapshotId.tmp"
    try {
        Write-GfaFile -Path $temporary -Text $Json
        $hash = (Get-FileHash -LiteralPath $temporary -Algorithm SHA256 -ErrorAction Stop).Hash.Substring(0, 32)
        $name = '{0:d12}.{1}.{2}.{3}.{4}.json' -f $counters['entry'], $counters['sequence'], $EnrolmentId, $SnapshotId, $hash
        Move-GfaFile -Path $temporary -Destination (Join-Path $spool $name)
    } catch {
        Remove-Item -LiteralPath $temporary -Force -ErrorAction SilentlyContinue
        throw
    }
    $name
}
