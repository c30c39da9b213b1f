# Lets a file be written by a script that says whether it is whole. Where it is not, as a full disk leaves it, or where
# that failed, it is removed.
function Assert-GfaWritten {
    param([string]$Path, [scriptblock]$Write)
    try {
        if (-not (& $Write)) { Write-Error -Message (Get-GfaMessage FileShort $Path) -ErrorId GfaFileShort -ErrorAction Stop }
    } catch {
        Remove-Item -LiteralPath $Path -Force -ErrorAction SilentlyContinue
        throw
    }
}
