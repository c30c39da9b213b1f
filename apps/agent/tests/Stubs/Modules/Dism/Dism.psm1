if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

function Get-WindowsOptionalFeature {
    [CmdletBinding()] param([switch]$Online, [string]$FeatureName)
    $described = Enter-StubCommand -Name 'Get-WindowsOptionalFeature' -Action $ErrorActionPreference
    if ($null -ne $described) { ConvertTo-StubObject $described }
}
Export-ModuleMember -Function Get-WindowsOptionalFeature
