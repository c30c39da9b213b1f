function Get-CimInstance {
    [CmdletBinding()] param([string]$ClassName, [string]$Namespace, [string]$Filter, [uint32]$OperationTimeoutSec)
    $null = Enter-StubCommand -Name $ClassName
    foreach ($instance in @((Get-StubHost).cim.$ClassName)) {
        if ($null -eq $instance) { throw "Invalid class $ClassName" }
        ConvertTo-StubObject $instance
    }
}
# StdRegProv: 0 with the value, 1 for no such value, 2 for no such key, 5 for access denied.
function Invoke-CimMethod {
    [CmdletBinding()] param([string]$ClassName, [string]$Namespace, [string]$MethodName, $Arguments, [uint32]$OperationTimeoutSec)
    $null = Enter-StubCommand -Name "$ClassName.$MethodName"
    $registry = (Get-StubHost).registry
    if ($registry.denied -and $Arguments['sSubKeyName'] -match $registry.denied) { return (New-Object psobject -Property @{ ReturnValue = 5 }) }
    $key = $registry.($Arguments['sSubKeyName'])
    if ($null -eq $key) { return (New-Object psobject -Property @{ ReturnValue = 2 }) }
    $value = $key.($Arguments['sValueName'])
    if ($null -eq $value) { return (New-Object psobject -Property @{ ReturnValue = 1 }) }
    if ($MethodName -eq 'GetStringValue') { return (New-Object psobject -Property @{ ReturnValue = 0; sValue = $value }) }
    New-Object psobject -Property @{ ReturnValue = 0; uValue = $value }
}
Export-ModuleMember -Function Get-CimInstance, Invoke-CimMethod
