# False where a folder takes no file of the size that facts have.
function Test-GfaRoom {
    param([string]$Folder)
    $path = Join-Path $Folder 'room.tmp'
    try { Write-GfaFile -Path $path -Text ('-' * 16KB) } catch { return -not (Test-GfaFull $_) }
    Remove-Item -LiteralPath $path -Force -ErrorAction SilentlyContinue
    $true
}
