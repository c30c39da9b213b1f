# The text of an entry, or null where it is not what was written: that one is set aside.
function Read-GfaSpoolEntry {
    param([string]$StatePath, $Entry)
    $hash = (Get-FileHash -LiteralPath $Entry.Path -Algorithm SHA256 -ErrorAction SilentlyContinue).Hash
    if ("$hash".StartsWith($Entry.Hash)) { return (Get-Content -LiteralPath $Entry.Path -Raw -ErrorAction Stop) }
    Move-GfaSpoolEntry -StatePath $StatePath -Entry $Entry -To quarantine
    Add-GfaCounter -StatePath $StatePath -Name dropped
    Write-GfaEvent -StatePath $StatePath -Id 2003 -Level Warning -Message (Get-GfaMessage TornEntry $Entry.Name)
    $null
}
