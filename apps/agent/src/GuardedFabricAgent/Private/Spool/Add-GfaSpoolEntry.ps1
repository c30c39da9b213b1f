# Puts a snapshot into the spool, whole or not at all. Its number is taken first: a number lost in a crash
# is a gap, a number used twice would be a lie.
function Add-GfaSpoolEntry {
    param([string]$StatePath, [string]$EnrolmentId, [string]$SnapshotId, [string]$Json)
    $attempts = 0
    while ($true) {
        try {
            return (Write-GfaSpoolEntry -StatePath $StatePath -EnrolmentId $EnrolmentId -SnapshotId $SnapshotId -Json $Json)
        } catch {
            # A full disk: the newest snapshot is worth more than the oldest one. What fails otherwise fails without
            # room just as well.
            $attempts++
            if (-not (Test-GfaFull $_) -or $attempts -gt 20 -or -not (Remove-GfaOldestEntry -StatePath $StatePath -Share 0.25)) { throw }
        }
    }
}
