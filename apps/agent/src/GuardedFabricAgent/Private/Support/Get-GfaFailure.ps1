# Why a run failed. A full disk is said of the disk: which file met it is chance.
function Get-GfaFailure {
    param($ErrorRecord, [string]$StatePath)
    if (Test-GfaFull $ErrorRecord) { return (Get-GfaMessage DiskFull $StatePath) }
    Get-GfaErrorText $ErrorRecord
}
