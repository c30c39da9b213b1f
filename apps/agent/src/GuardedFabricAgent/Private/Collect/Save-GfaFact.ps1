# Puts the text of a fact beside those that were collected, for the case that this run is ended, and answers with it.
# The file has its name only when it is whole. On a full disk this fact is missing from the snapshot, and the snapshot is
# not missing.
function Save-GfaFact {
    param([string]$Folder, [string]$Name, [string]$Json)
    $temporary = Join-Path $Folder "$Name.tmp"
    try {
        Write-GfaFile -Path $temporary -Text $Json
        Move-Item -LiteralPath $temporary -Destination (Join-Path $Folder "$Name.json") -ErrorAction Stop
    } catch { Write-Verbose (Get-GfaErrorText $_) }
    $Json
}
