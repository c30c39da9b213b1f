# Secure Boot, and how far the 2023 certificates have come. A BIOS host cannot have it: the cmdlet answers
# "not implemented" there, in words that are translated, so the firmware type is what counts.
function Get-GfaSecureBootFact {
    $control = 'SYSTEM\CurrentControlSet\Control'
    $firmware = Get-GfaRegistryValue -Key $control -Name PEFirmwareType
    $enabled = $null
    $uefi = switch ("$firmware") { '1' { $false } '2' { $true } default { $null } }
    if ($uefi -ne $false) {
        if (-not (Test-GfaCommand Confirm-SecureBootUEFI)) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing 'Confirm-SecureBootUEFI')) }
        try {
            $enabled = ConvertTo-GfaFlag (Confirm-SecureBootUEFI)
            $uefi = $true
        } catch {
            if ("$($_.CategoryInfo.Category)" -ne 'NotImplemented') { throw }
            $uefi = $false
        }
    }
    $failure = Get-GfaRegistryValue -Key "$control\SecureBoot\Servicing" -Name UEFICA2023Error
    New-GfaFact -Value ([ordered]@{
            enabled = $enabled
            uefi = $uefi
            uefiCa2023Status = ConvertTo-GfaText (Get-GfaRegistryValue -Key "$control\SecureBoot\Servicing" -Name UEFICA2023Status -Kind String)
            updateAvailable = Get-GfaRegistryValue -Key "$control\SecureBoot" -Name AvailableUpdates
            error = if ($null -eq $failure -or $failure -eq 0) { $null } else { '0x{0:X8}' -f $failure }
        })
}
