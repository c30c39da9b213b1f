# A list of numbers, or null where the host did not say.
function ConvertTo-GfaNumberList {
    param($Value)
    if ($null -eq $Value) { return $null }
    [int64[]]$numbers = @(@($Value) | ForEach-Object { ConvertTo-GfaNumber $_ } | Where-Object { $null -ne $_ })
    , $numbers
}
