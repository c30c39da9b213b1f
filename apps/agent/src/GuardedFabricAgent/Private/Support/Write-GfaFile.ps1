# Writes a file whole, or says so and leaves none where the system lets it be removed. Set-Content alone does not: on
# a full disk it writes a small text short and reports no error.
function Write-GfaFile {
    param([string]$Path, [string]$Text)
    Assert-GfaWritten -Path $Path -Write {
        Set-Content -LiteralPath $Path -Value $Text -Encoding Ascii -NoNewline -ErrorAction Stop
        (Get-Item -LiteralPath $Path -ErrorAction Stop).Length -eq $Text.Length
    }
}
