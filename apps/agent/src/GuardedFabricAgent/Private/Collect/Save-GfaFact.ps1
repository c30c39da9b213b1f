# Puts the text of a fact beside those that were collected, for the case that this run is ended, and answers with it.
function Save-GfaFact {
    param([string]$Folder, [string]$Name, [string]$Json)
    try { Write-GfaFile -Path (Join-Path $Folder "$Name.json") -Text $Json } catch { Write-Verbose (Get-GfaErrorText $_) }
    $Json
}
