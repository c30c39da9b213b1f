# Another server epoch means a restored database: what it had acknowledged may be gone, so it is sent again.
function Restore-GfaSentEntry {
    param([string]$StatePath)
    foreach ($entry in @(Get-GfaSpoolEntry -StatePath $StatePath -Folder sent)) {
        Move-GfaSpoolEntry -StatePath $StatePath -Entry $entry -To spool
    }
}
