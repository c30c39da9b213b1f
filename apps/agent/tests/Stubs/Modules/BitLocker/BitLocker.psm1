if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

function Get-BitLockerVolume {
    [CmdletBinding()] param([string]$MountPoint)
    $described = Enter-StubCommand -Name 'Get-BitLockerVolume' -Action $ErrorActionPreference
    if ($null -ne $described) { ConvertTo-StubObject $described }
}
Export-ModuleMember -Function Get-BitLockerVolume
