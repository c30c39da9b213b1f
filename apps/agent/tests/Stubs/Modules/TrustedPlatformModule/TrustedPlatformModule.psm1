if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

function Get-Tpm {
    [CmdletBinding()] param()
    $described = Enter-StubCommand -Name 'Get-Tpm' -Action $ErrorActionPreference
    if ($null -ne $described) { ConvertTo-StubObject $described }
}
Export-ModuleMember -Function Get-Tpm
