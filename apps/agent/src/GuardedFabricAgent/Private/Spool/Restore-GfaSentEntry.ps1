# Another server epoch than the last one means a restored database: what it had acknowledged may be gone, so it
# is sent again.
function Restore-GfaSentEntry {
    param([string]$StatePath, [string]$Epoch)
    $known = "$((Read-GfaStateFile -StatePath $StatePath -Name status).serverEpoch)"
    if ($Epoch -eq '' -or $known -eq '' -or $Epoch -eq $known) { return }
    foreach ($entry in @(Get-GfaSpoolEntry -StatePath $StatePath -Folder sent)) {
        Move-GfaSpoolEntry -StatePath $StatePath -Entry $entry -To spool
    }
    Write-GfaEvent -StatePath $StatePath -Id 2005 -Level Warning -Message (Get-GfaMessage ServerRestored)
}
