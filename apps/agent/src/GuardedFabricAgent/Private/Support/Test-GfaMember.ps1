# Which properties an object has differs by Windows version: probed, never assumed.
function Test-GfaMember {
    param($InputObject, [string]$Name)
    foreach ($property in $InputObject.PSObject.Properties) {
        if ($property.Name -eq $Name) { return $true }
    }
    $false
}
