# True, false, or null where the host did not say.
function ConvertTo-GfaFlag {
    param($Value)
    switch ("$Value") {
        'True' { return $true }
        'False' { return $false }
    }
    $null
}
