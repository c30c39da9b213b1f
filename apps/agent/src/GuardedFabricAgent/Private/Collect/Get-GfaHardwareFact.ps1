function Get-GfaHardwareFact {
    $computer = Get-GfaCimInstance -ClassName Win32_ComputerSystem
    $bios = Get-GfaCimInstance -ClassName Win32_BIOS
    New-GfaFact -Value ([ordered]@{
            manufacturer = ConvertTo-GfaText $computer.Manufacturer
            model = ConvertTo-GfaText $computer.Model
            serial = ConvertTo-GfaText $bios.SerialNumber
            firmwareVersion = ConvertTo-GfaText $bios.SMBIOSBIOSVersion
            firmwareDate = ConvertTo-GfaTimestamp $bios.ReleaseDate
        })
}
