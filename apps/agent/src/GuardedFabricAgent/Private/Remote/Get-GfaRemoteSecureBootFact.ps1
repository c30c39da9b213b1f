# Secure Boot as Windows noted it at its start.
function Get-GfaRemoteSecureBootFact {
    $control = 'SYSTEM\CurrentControlSet\Control'
    $firmware = Get-GfaRegistryValue -Key $control -Name PEFirmwareType
    $state = Get-GfaRegistryValue -Key "$control\SecureBoot\State" -Name UEFISecureBootEnabled
    New-GfaFact -Value (ConvertTo-GfaSecureBoot -Firmware $firmware -Enabled $(switch ("$state") { '1' { $true } '0' { $false } }))
}
