# Secure Boot. A BIOS host cannot have it: the cmdlet answers "not implemented" there, in words that are
# translated, so the firmware type is what counts.
function Get-GfaSecureBootFact {
    $firmware = Get-GfaRegistryValue -Key 'SYSTEM\CurrentControlSet\Control' -Name PEFirmwareType
    $enabled = $null
    if ("$firmware" -ne '1') {
        if (-not (Test-GfaCommand SecureBoot\Confirm-SecureBootUEFI)) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing 'Confirm-SecureBootUEFI')) }
        try {
            $enabled = ConvertTo-GfaFlag (Confirm-SecureBootUEFI -ErrorAction Stop)
            $firmware = 2
        } catch {
            if ("$($_.CategoryInfo.Category)" -ne 'NotImplemented') { throw }
            $firmware = 1
        }
    }
    New-GfaFact -Value (ConvertTo-GfaSecureBoot -Firmware $firmware -Enabled $enabled)
}
