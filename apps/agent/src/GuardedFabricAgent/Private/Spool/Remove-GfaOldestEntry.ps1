# Makes room: what is quarantined or acknowledged goes before what was never sent. True if something went.
function Remove-GfaOldestEntry {
    param([string]$StatePath, [double]$Share)
    foreach ($folder in 'quarantine', 'sent', 'spool') {
        $entries = @(Get-GfaSpoolEntry -StatePath $StatePath -Folder $folder)
        if ($entries.Count -eq 0) { continue }
        $count = [int]($entries.Count * $Share)
        if ($count -lt 1) { $count = 1 }
        $entries | Select-Object -First $count | ForEach-Object { Remove-Item -LiteralPath $_.Path -Force -ErrorAction Stop }
        if ($folder -eq 'spool') { Add-GfaDropped -StatePath $StatePath -Count $count }
        return $true
    }
    $false
}
