# What HGS says of this host, read once: on a host without a valid certificate reading it is itself an
# attempt to attest. Every enumeration goes out as its name and as its number.
function Get-GfaHgsClientFact {
    if (-not (Test-GfaCommand Get-HgsClientConfiguration)) {
        return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing 'Get-HgsClientConfiguration'))
    }
    $client = @(Get-HgsClientConfiguration)[0]
    if ($null -eq $client) { return (New-GfaFact -Status failed -Reason (Get-GfaMessage NothingReturned 'Get-HgsClientConfiguration')) }
    $status = ConvertTo-GfaCode $client.AttestationStatus
    $value = [ordered]@{
        isHostGuarded = ConvertTo-GfaFlag $client.IsHostGuarded
        mode = ConvertTo-GfaWord $client.Mode
        modeCode = ConvertTo-GfaNumber (ConvertTo-GfaCode $client.Mode)
        attestationServerUrl = ConvertTo-GfaText $client.AttestationServerUrl
        keyProtectionServerUrl = ConvertTo-GfaText $client.KeyProtectionServerUrl
        attestationOperationMode = ConvertTo-GfaWord $client.AttestationOperationMode
        attestationOperationModeCode = ConvertTo-GfaNumber (ConvertTo-GfaCode $client.AttestationOperationMode)
        attestationStatus = ConvertTo-GfaWord $client.AttestationStatus
        attestationStatusCode = ConvertTo-GfaNumber $status
        attestationSubstatus = ConvertTo-GfaWord $client.AttestationSubstatus
        attestationSubstatusCode = ConvertTo-GfaCode $client.AttestationSubstatus
    }
    # Windows Server 2016 knows seven properties, later versions ten.
    foreach ($name in 'FallbackAttestationServerUrl', 'FallbackKeyProtectionServerUrl') {
        $key = $name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)
        $value[$key] = if (Test-GfaMember $client $name) { ConvertTo-GfaTextList $client.$name } else { $null }
    }
    $value['isFallbackInUse'] = if (Test-GfaMember $client IsFallbackInUse) { ConvertTo-GfaFlag $client.IsFallbackInUse } else { $null }
    New-GfaFact -Value $value
}
