# True for the errors that say that a disk, or a quota on it, has no room: by number, since words are translated.
function Test-GfaFull {
    param($ErrorRecord)
    $exception = $ErrorRecord.Exception
    while ($null -ne $exception) {
        # ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED; ENOSPC and EDQUOT where this is no Windows.
        if (-2147024784, -2147024857, -2147023601, 28, 122 -contains $exception.HResult) { return $true }
        $exception = $exception.InnerException
    }
    "$($ErrorRecord.FullyQualifiedErrorId)" -match 'GfaFileShort'
}
