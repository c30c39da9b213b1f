# What is sent of Secure Boot, with how far the 2023 certificates have come.
function ConvertTo-GfaSecureBoot {
    param($Firmware, $Enabled)
    $secureBoot = 'SYSTEM\CurrentControlSet\Control\SecureBoot'
    $failure = Get-GfaRegistryValue -Key "$secureBoot\Servicing" -Name UEFICA2023Error
    [ordered]@{
        enabled = $Enabled
        uefi = switch ("$Firmware") { '1' { $false } '2' { $true } default { $null } }
        uefiCa2023Status = ConvertTo-GfaText (Get-GfaRegistryValue -Key "$secureBoot\Servicing" -Name UEFICA2023Status -Kind String)
        # 0 or missing: not in the DB; 1: in the DB; 2: started by a boot manager that is signed with it. It follows no KEK.
        uefiCa2023Capable = Get-GfaRegistryValue -Key "$secureBoot\Servicing" -Name WindowsUEFICA2023Capable
        updateAvailable = Get-GfaRegistryValue -Key $secureBoot -Name AvailableUpdates
        error = if ($null -eq $failure -or $failure -eq 0) { $null } else { '0x{0:X8}' -f $failure }
    }
}
