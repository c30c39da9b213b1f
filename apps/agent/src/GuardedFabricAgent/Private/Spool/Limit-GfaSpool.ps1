# Keeps every folder within its bounds. Eight days is how late the server takes a snapshot; 72 hours is how
# far back it may have to be given again what it had acknowledged.
function Limit-GfaSpool {
    param([string]$StatePath, [int]$MaximumCount = 3000, [int64]$MaximumBytes = 64MB, [int]$MaximumDays = 8)
    Get-ChildItem -LiteralPath (Join-Path $StatePath 'spool') -Filter '*.tmp' -File |
        Remove-Item -Force -ErrorAction SilentlyContinue
    $count = 0
    $bytes = 0
    $dropped = 0
    $oldest = (Get-Date).ToUniversalTime().AddDays(-$MaximumDays)
    $entries = @(Get-GfaSpoolEntry -StatePath $StatePath)
    $isSteady = Test-GfaClockSteady -Entry $entries -Hours ($MaximumDays * 24)
    foreach ($entry in $entries | Sort-Object -Property Name -Descending) {
        $count++
        $bytes += $entry.Bytes
        # The newest is kept whatever it weighs.
        if ($count -eq 1) { continue }
        if ($count -le $MaximumCount -and $bytes -le $MaximumBytes -and ($entry.WrittenAt -ge $oldest -or -not $isSteady)) { continue }
        Remove-Item -LiteralPath $entry.Path -Force -ErrorAction Stop
        $dropped++
    }
    Add-GfaDropped -StatePath $StatePath -Count $dropped
    Remove-GfaAgedEntry -StatePath $StatePath -Folder sent -Hours 72 -MaximumBytes $MaximumBytes
    Remove-GfaAgedEntry -StatePath $StatePath -Folder quarantine -Hours 720 -MaximumBytes 8MB
}
