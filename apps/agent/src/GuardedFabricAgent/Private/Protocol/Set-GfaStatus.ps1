# What one run leaves for the next.
function Set-GfaStatus {
    param([string]$StatePath, [hashtable]$Change)
    $status = Read-GfaStateFile -StatePath $StatePath -Name status
    Write-GfaStateFile -StatePath $StatePath -Name status -Value (Copy-GfaRecord $status $Change)
}
