# The number behind a property, as text. Of a CIM instance the property below what the module's types show of it:
# those may show a name.
function Get-GfaCimCode {
    param($InputObject, [string]$Name)
    foreach ($property in $InputObject.CimInstanceProperties) {
        if ("$($property.Name)" -ne $Name) { continue }
        $code = ConvertTo-GfaCode $property.Value
        if ($null -ne $code) { return $code }
    }
    ConvertTo-GfaCode $InputObject.$Name
}
