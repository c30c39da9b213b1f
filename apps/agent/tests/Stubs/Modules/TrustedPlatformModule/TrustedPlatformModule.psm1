function Get-Tpm {
    [CmdletBinding()] param()
    $described = Enter-StubCommand -Name 'Get-Tpm'
    if ($null -ne $described) { ConvertTo-StubObject $described }
}
Export-ModuleMember -Function Get-Tpm
