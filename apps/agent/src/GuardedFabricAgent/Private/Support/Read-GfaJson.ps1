# What a file holds, or null where it cannot be read.
function Read-GfaJson {
    param([string]$Path)
    Read-GfaOptional { Get-Content -LiteralPath $Path -Raw -ErrorAction Stop | ConvertFrom-Json -ErrorAction Stop }
}
