# The text of a file, bare: Get-Content adds where it is from, which ConvertTo-Json of 5.1 writes as if it were meant.
function Read-GfaText {
    param([string]$Path)
    "$(Get-Content -LiteralPath $Path -Raw -ErrorAction Stop)"
}
