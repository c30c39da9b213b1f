# Writes a file whole, or says so and leaves none where the system lets it be removed. Set-Content alone does not: on
# a full disk it writes a small text short and reports no error.
function Write-GfaFile {
    param([string]$Path, [string]$Text)
    try {
        Set-Content -LiteralPath $Path -Value $Text -Encoding Ascii -NoNewline -ErrorAction Stop
        if ((Get-Item -LiteralPath $Path -ErrorAction Stop).Length -ne $Text.Length) {
            # As a full disk leaves it.
            Write-Error -Message (Get-GfaMessage FileShort $Path) -ErrorId GfaFileShort -ErrorAction Stop
        }
    } catch {
        Remove-Item -LiteralPath $Path -Force -ErrorAction SilentlyContinue
        throw
    }
}
