# The SHA-256 of bytes, by way of a file: Constrained Language Mode knows no other.
function Get-GfaByteHash {
    param($Byte)
    if ($null -eq $Byte) { return $null }
    $path = Join-Path ([string](Get-GfaTemporaryPath)) ([guid]::NewGuid().ToString())
    $encoding = if ($PSVersionTable.PSEdition -eq 'Desktop') { @{ Encoding = 'Byte' } } else { @{ AsByteStream = $true } }
    try {
        Set-Content -LiteralPath $path -Value ([byte[]]@($Byte)) @encoding -ErrorAction Stop
        if ((Get-Item -LiteralPath $path -ErrorAction Stop).Length -ne @($Byte).Count) { throw (Get-GfaMessage FileShort $path) }
        (Get-FileHash -LiteralPath $path -Algorithm SHA256 -ErrorAction Stop).Hash
    } finally {
        Remove-Item -LiteralPath $path -Force -ErrorAction SilentlyContinue
    }
}
