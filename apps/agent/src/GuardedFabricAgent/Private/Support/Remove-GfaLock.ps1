# Takes the lock away that was read with this text, and no other: somebody else may have done so and have one of his
# own by now, which is put back.
function Remove-GfaLock {
    param([string]$Path, [string]$Text)
    $aside = "$Path.$([guid]::NewGuid())"
    try { Move-Item -LiteralPath $Path -Destination $aside -ErrorAction Stop } catch { return $false }
    $isIt = "$(Get-Content -LiteralPath $aside -Raw -ErrorAction SilentlyContinue)" -eq $Text
    if (-not $isIt) { Move-Item -LiteralPath $aside -Destination $Path -ErrorAction SilentlyContinue }
    Remove-Item -LiteralPath $aside -Force -ErrorAction SilentlyContinue
    $isIt
}
