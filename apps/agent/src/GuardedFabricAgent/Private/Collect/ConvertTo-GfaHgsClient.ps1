# The client's state as it is sent, whichever of its forms was read. Every enumeration goes out as its name and
# as its number, as far as either is known.
function ConvertTo-GfaHgsClient {
    param($Client)
    $value = [ordered]@{
        isHostGuarded = ConvertTo-GfaFlag $Client.IsHostGuarded
        mode = ConvertTo-GfaWord $Client.Mode
        modeCode = ConvertTo-GfaNumber (Get-GfaCimCode $Client Mode)
        attestationServerUrl = ConvertTo-GfaText $Client.AttestationServerUrl
        keyProtectionServerUrl = ConvertTo-GfaText $Client.KeyProtectionServerUrl
        attestationOperationMode = ConvertTo-GfaWord $Client.AttestationOperationMode
        attestationOperationModeCode = ConvertTo-GfaNumber (Get-GfaCimCode $Client AttestationOperationMode)
        attestationStatus = ConvertTo-GfaWord $Client.AttestationStatus
        attestationStatusCode = ConvertTo-GfaNumber (Get-GfaCimCode $Client AttestationStatus)
        attestationSubstatus = ConvertTo-GfaWord $Client.AttestationSubstatus
        attestationSubstatusCode = Get-GfaCimCode $Client AttestationSubstatus
    }
    # Windows Server 2016 knows seven properties, later versions ten.
    foreach ($name in 'FallbackAttestationServerUrl', 'FallbackKeyProtectionServerUrl') {
        $key = $name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)
        $value[$key] = if (Test-GfaMember $Client $name) { ConvertTo-GfaTextList $Client.$name } else { $null }
    }
    $value['isFallbackInUse'] = if (Test-GfaMember $Client IsFallbackInUse) { ConvertTo-GfaFlag $Client.IsFallbackInUse } else { $null }
    $value
}
