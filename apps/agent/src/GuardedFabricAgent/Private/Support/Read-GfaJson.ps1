# What a file holds, or null where it cannot be read.
function Read-GfaJson {
    param([string]$Path)
    Read-GfaOptional { ConvertFrom-Json (Read-GfaText -Path $Path) -ErrorAction Stop }
}
