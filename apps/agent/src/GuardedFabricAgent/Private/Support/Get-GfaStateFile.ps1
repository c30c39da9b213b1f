# Where a part of the state lies. The identity is no JSON: a text is an argument of whatever reads or writes it, and a
# policy of module logging writes every argument down (event 4103); of a table it writes what kind of thing it is.
function Get-GfaStateFile {
    param([string]$StatePath, [string]$Name)
    Join-Path $StatePath $(if ($Name -eq 'identity') { 'identity.xml' } else { "$Name.json" })
}
