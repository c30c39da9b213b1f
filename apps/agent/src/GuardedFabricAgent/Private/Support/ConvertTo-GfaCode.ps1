# The number of an enumeration's value as text, or null where only its name is known. The format 'd' gives
# an enumeration's number, a number's digits and leaves text as it is.
function ConvertTo-GfaCode {
    param($Value)
    if ($null -eq $Value -or $Value -is [array]) { return $null }
    $digits = ('{0:d}' -f $Value).Trim()
    if ($digits -match '^\d{1,20}$') { return $digits }
    $null
}
