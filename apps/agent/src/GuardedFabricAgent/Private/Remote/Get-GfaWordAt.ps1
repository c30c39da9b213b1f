# The word for a number, the number itself where none is known for it, null where there is none.
function Get-GfaWordAt {
    param([string[]]$Word, $Index)
    $number = ConvertTo-GfaNumber $Index
    if ($null -eq $number) { return $null }
    if ($number -ge 0 -and $number -lt $Word.Count) { return $Word[$number] }
    "$number"
}
