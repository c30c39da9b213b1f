function Move-GfaRejectedEntry {
    param([string]$StatePath, $Entry, [string]$Reason)
    Move-GfaSpoolEntry -StatePath $StatePath -Entry $Entry -To quarantine
    Add-GfaCounter -StatePath $StatePath -Name quarantined
    $message = Get-GfaMessage SnapshotRejected $Entry.SnapshotId, (ConvertTo-GfaText $Reason -MaximumLength 500)
    Write-GfaEvent -StatePath $StatePath -Id 2001 -Level Warning -Message $message
}
