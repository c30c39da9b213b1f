# The text of an entry, or null where it is not what was written: that one is set aside. An error where it cannot be
# read: something else may hold it open for now.
function Read-GfaSpoolEntry {
    param([string]$StatePath, $Entry)
    $hash = (Get-FileHash -LiteralPath $Entry.Path -Algorithm SHA256 -ErrorAction Stop).Hash
    if ("$hash".StartsWith($Entry.Hash)) { return (Read-GfaText -Path $Entry.Path) }
    Move-GfaSpoolEntry -StatePath $StatePath -Entry $Entry -To quarantine
    Add-GfaCounter -StatePath $StatePath -Name dropped
    Write-GfaEvent -StatePath $StatePath -Id 2003 -Level Warning -Message (Get-GfaMessage TornEntry $Entry.Name)
    $null
}
