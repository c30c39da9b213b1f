# Who this host is. Each source may be missing without costing the others.
function Get-GfaHostFact {
    $product = Read-GfaOptional { Get-GfaCimInstance -ClassName Win32_ComputerSystemProduct }
    $computer = Read-GfaOptional { Get-GfaCimInstance -ClassName Win32_ComputerSystem }
    $os = Read-GfaOptional { Get-GfaCimInstance -ClassName Win32_OperatingSystem }
    $bios = Read-GfaOptional { Get-GfaCimInstance -ClassName Win32_BIOS }
    $hostname = ConvertTo-GfaText $computer.DNSHostName
    if (-not $hostname) { $hostname = ConvertTo-GfaText $computer.Name }
    if (-not $hostname) { $hostname = ConvertTo-GfaText (Get-GfaComputerName) }
    $fqdn = $null
    if ($hostname -and $computer.PartOfDomain -eq $true -and $computer.Domain) { $fqdn = "$hostname.$($computer.Domain)".ToLowerInvariant() }
    New-GfaFact -Value ([ordered]@{
            hostname = $hostname
            fqdn = $fqdn
            machineId = ConvertTo-GfaText $product.UUID
            osCaption = ConvertTo-GfaText $os.Caption
            osVersion = Get-GfaOsVersion -Version $os.Version
            manufacturer = ConvertTo-GfaText $computer.Manufacturer
            model = ConvertTo-GfaText $computer.Model
            firmwareVersion = ConvertTo-GfaText $bios.SMBIOSBIOSVersion
            cluster = ConvertTo-GfaText (Read-GfaOptional { Get-GfaClusterName })
            timeZone = ConvertTo-GfaText (Read-GfaOptional { Get-GfaTimeZone })
        })
}
