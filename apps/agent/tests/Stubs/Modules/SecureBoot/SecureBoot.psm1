# On a BIOS host the cmdlet answers with a message of category NotImplemented (sample 15).
if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

function Confirm-SecureBootUEFI {
    [CmdletBinding()] param()
    $described = Enter-StubCommand -Name 'Confirm-SecureBootUEFI' -Action $ErrorActionPreference
    if ("$described" -eq 'NotImplemented') {
        Write-Error -Message 'Cmdlet not supported on this platform: 0xC0000002' -Category NotImplemented -ErrorAction Stop
    }
    $described
}
Export-ModuleMember -Function Confirm-SecureBootUEFI
