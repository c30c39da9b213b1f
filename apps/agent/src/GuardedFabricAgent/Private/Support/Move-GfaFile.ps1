# Moves a file to where another one may lie. A scanner may hold either for a moment: three tries. In Windows PowerShell
# 5.1 that deletes the other one first.
function Move-GfaFile {
    param([string]$Path, [string]$Destination)
    foreach ($try in 1..3) {
        try {
            return (Move-Item -LiteralPath $Path -Destination $Destination -Force -ErrorAction Stop)
        } catch {
            if ($try -eq 3 -or (Test-GfaFull $_) -or -not (Test-Path -LiteralPath $Path)) { throw }
            Start-Sleep -Milliseconds (150 * $try)
        }
    }
}
