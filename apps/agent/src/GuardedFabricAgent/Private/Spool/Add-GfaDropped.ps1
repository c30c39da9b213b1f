function Add-GfaDropped {
    param([string]$StatePath, [int]$Count)
    if ($Count -eq 0) { return }
    Add-GfaCounter -StatePath $StatePath -Name dropped -By $Count
    Write-GfaEvent -StatePath $StatePath -Id 2002 -Level Warning -Message (Get-GfaMessage EntriesDropped $Count)
}
