# Makes room for what a run writes, before it collects: on a full disk every fact would fail for want of a place
# to put it, and the newest snapshot, which is kept, would know nothing.
function Request-GfaRoom {
    param([string]$StatePath, [int]$Bytes = 256KB)
    $trial = Join-Path (Join-Path $StatePath 'work') 'room'
    # Not until all is given away: whatever else keeps a file from being written, no spool is worth it.
    foreach ($attempt in 1..3) {
        try {
            Write-GfaFile -Path $trial -Text ('x' * $Bytes)
            Remove-Item -LiteralPath $trial -Force -ErrorAction Stop
            return
        } catch {
            if (-not (Remove-GfaOldestEntry -StatePath $StatePath -Share 0.25)) { return }
        }
    }
}
