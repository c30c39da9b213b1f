function Remove-GfaAgedEntry {
    param([string]$StatePath, [string]$Folder, [int]$Hours, [int64]$MaximumBytes)
    $oldest = (Get-Date).ToUniversalTime().AddHours(-$Hours)
    $bytes = 0
    foreach ($entry in @(Get-GfaSpoolEntry -StatePath $StatePath -Folder $Folder) | Sort-Object -Property Name -Descending) {
        $bytes += $entry.Bytes
        if ($entry.WrittenAt -ge $oldest -and $bytes -le $MaximumBytes) { continue }
        Remove-Item -LiteralPath $entry.Path -Force -ErrorAction SilentlyContinue
    }
}
