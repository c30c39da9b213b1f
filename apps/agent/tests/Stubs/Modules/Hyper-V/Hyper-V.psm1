if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

function Get-VM {
    [CmdletBinding()] param()
    foreach ($vm in @(Enter-StubCommand -Name 'Get-VM' -Action $ErrorActionPreference)) { if ($null -ne $vm) { ConvertTo-StubObject $vm } }
}
# One question for however many VMs; each costs the host the same.
function Get-VMSecurity {
    [CmdletBinding()] param([object[]]$VM)
    Write-StubLog -Name 'Get-VMSecurity' -Argument @{ count = $VM.Count }
    $null = Enter-StubCommand -Name 'Get-VMSecurity' -Action $ErrorActionPreference
    foreach ($one in $VM) {
        if ($one.NoSecurity) { continue }
        $answer = [ordered]@{ Shielded = $one.Shielded; TpmEnabled = $one.TpmEnabled }
        if ($one.Id) { $answer['VMId'] = $one.Id }
        New-Object psobject -Property $answer
    }
}
Export-ModuleMember -Function Get-VM, Get-VMSecurity
