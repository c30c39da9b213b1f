function Add-GfaCounter {
    param([string]$StatePath, [string]$Name, [int64]$By = 1)
    if ($By -eq 0) { return }
    $counters = Read-GfaCounter -StatePath $StatePath
    $counters[$Name] = [int64]$counters[$Name] + $By
    Write-GfaStateFile -StatePath $StatePath -Name counters -Value $counters
}
