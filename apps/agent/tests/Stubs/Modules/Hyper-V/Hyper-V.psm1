if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

function Get-VM {
    [CmdletBinding()] param()
    foreach ($vm in @(Enter-StubCommand -Name 'Get-VM' -Action $ErrorActionPreference)) { if ($null -ne $vm) { ConvertTo-StubObject $vm } }
}
function Get-VMSecurity {
    [CmdletBinding()] param($VM)
    $null = Enter-StubCommand -Name 'Get-VMSecurity' -Action $ErrorActionPreference
    if ($VM.NoSecurity) { return }
    New-Object psobject -Property @{ Shielded = $VM.Shielded; TpmEnabled = $VM.TpmEnabled }
}
Export-ModuleMember -Function Get-VM, Get-VMSecurity
