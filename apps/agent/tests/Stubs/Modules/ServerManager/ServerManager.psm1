if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

function Get-WindowsFeature {
    [CmdletBinding()] param([string]$Name)
    $described = Enter-StubCommand -Name 'Get-WindowsFeature' -Action $ErrorActionPreference
    if ($null -ne $described) { ConvertTo-StubObject $described }
}
Export-ModuleMember -Function Get-WindowsFeature
