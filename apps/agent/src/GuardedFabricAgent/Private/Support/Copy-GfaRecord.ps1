# A record read from JSON, or a table, as a table that can be changed and written again.
function Copy-GfaRecord {
    param($InputObject, [hashtable]$Change = @{})
    $copy = @{}
    if ($InputObject -is [hashtable]) {
        foreach ($key in $InputObject.Keys) { $copy[$key] = $InputObject[$key] }
    } elseif ($null -ne $InputObject) {
        foreach ($property in $InputObject.PSObject.Properties) {
            $value = $property.Value
            if ($value -is [datetime]) { $value = ConvertTo-GfaTimestamp $value }
            $copy[$property.Name] = $value
        }
    }
    foreach ($key in $Change.Keys) { $copy[$key] = $Change[$key] }
    $copy
}
