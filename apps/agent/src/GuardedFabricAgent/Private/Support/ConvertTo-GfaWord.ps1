# The name of an enumeration's value, or null where only its number is known.
function ConvertTo-GfaWord {
    param($Value)
    if ($null -eq $Value) { return $null }
    $word = (@($Value) | ForEach-Object { "$_".Trim() } | Where-Object { $_ -ne '' }) -join ', '
    if ($word -eq '' -or $word -match '^-?\d+$') { return $null }
    ConvertTo-GfaText $word
}
