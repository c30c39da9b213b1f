# A whole number or null. Tested before it is converted: in Constrained Language Mode a conversion that fails
# can poison the same conversion for the rest of the process.
function ConvertTo-GfaNumber {
    param($Value)
    if ($null -eq $Value) { return $null }
    # A fraction, which JSON read by 5.1 holds as a decimal; cut, where a conversion would round.
    if ($Value -is [double] -or $Value -is [float] -or $Value -is [decimal]) { return [int64]($Value - ($Value % 1)) }
    $digits = '{0:d}' -f $Value
    if ($digits -notmatch '^-?\d{1,18}$') { return $null }
    [int64]$digits
}
