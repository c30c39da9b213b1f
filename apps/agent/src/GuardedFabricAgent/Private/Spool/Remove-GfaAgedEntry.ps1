function Remove-GfaAgedEntry {
    param([string]$StatePath, [string]$Folder, [int]$Hours, [int64]$MaximumBytes)
    $oldest = (Get-Date).ToUniversalTime().AddHours(-$Hours)
    $bytes = 0
    $entries = @(Get-GfaSpoolEntry -StatePath $StatePath -Folder $Folder)
    $isSteady = Test-GfaClockSteady -Entry $entries -Hours $Hours
    foreach ($entry in $entries | Sort-Object -Property Name -Descending) {
        $bytes += $entry.Bytes
        if (($entry.WrittenAt -ge $oldest -or -not $isSteady) -and $bytes -le $MaximumBytes) { continue }
        Remove-Item -LiteralPath $entry.Path -Force -ErrorAction SilentlyContinue
    }
}
